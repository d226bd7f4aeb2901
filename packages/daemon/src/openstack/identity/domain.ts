/** The one domain: all accounts and all projects are in it. */
export const domain = { id: "default", name: "Default" } as const

/** Whether a request means the one domain. Names are the same in small and capital letters, as in Keystone. */
export function isOurDomain({ id, name }: { readonly id?: string | undefined; readonly name?: string | undefined }) {
  return id === undefined ? name?.toLowerCase() === domain.name.toLowerCase() : id === domain.id
}
