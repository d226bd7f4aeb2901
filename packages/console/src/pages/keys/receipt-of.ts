/** Keys, or all keys of an account, everywhere or in a project; and from when on removals of theirs count. */
export type ReceiptOf = { readonly since?: string } & (
  | { readonly keyIds: readonly string[] }
  | { readonly accountId: string; readonly projectId?: string }
)
