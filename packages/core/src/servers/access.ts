import type { AccessId, AccountId, ServerId, SshKeyId } from "../ids.ts"
import type { Instant } from "../time.ts"
import type { AccessOptions } from "./access-options.ts"

/** Whose keys an access is for: one key, all keys of an account, or all keys of all members of the server's project. */
export const subjectKinds = ["key", "account", "project"] as const

/** See `subjectKinds`. */
export type AccessSubject =
  | { readonly kind: "key"; readonly keyId: SshKeyId }
  | { readonly kind: "account"; readonly accountId: AccountId }
  | { readonly kind: "project" }

/** That keys open a login user of a server. There is one for a server, login user and subject. */
export interface Access {
  readonly id: AccessId
  readonly serverId: ServerId
  readonly loginUser: string
  readonly subject: AccessSubject
  readonly options: AccessOptions
  /** Whether what it lets in still does when the server goes by its stale policy break-glass. */
  readonly breakGlass: boolean
  readonly createdBy: AccountId
  readonly createdAt: Instant
}

/** A server has at most so many accesses: they are listed whole. */
export const maximumAccesses = 1000
