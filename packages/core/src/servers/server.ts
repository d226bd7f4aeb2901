import type { PublicKey } from "@latchkey/engine"
import { CoreError } from "../error.ts"
import type { AccountId, ProjectId, ServerId } from "../ids.ts"
import type { Instant } from "../time.ts"

/** `connected`: an existing machine that was enrolled with one command. */
export const serverKinds = ["connected"] as const
export type ServerKind = (typeof serverKinds)[number]

/**
 * `waiting`: nobody has run its command yet. `unconfirmed`: it has enrolled, and gets nothing until somebody confirms its
 * host keys. `connected`: it gets the keys that open it.
 */
export const serverStates = ["waiting", "unconfirmed", "connected"] as const
export type ServerState = (typeof serverStates)[number]

/**
 * What a server does with its keys once it has heard nothing for a day: keeps accepting them, accepts the break-glass keys
 * alone, or none. `auto`: break-glass where there is such a key, else keep.
 */
export const stalePolicies = ["keep", "break-glass", "deny", "auto"] as const
export type StalePolicy = (typeof stalePolicies)[number]

/**
 * Why a bundle has no effect for a login user: there is none of this name, sshd asks another command or has another rule
 * for it, others could change its files, or the machine could not do what is needed.
 */
export const unmanagedReasons = ["missing", "other-command", "match-block", "unsafe-files", "failed"] as const
export type UnmanagedReason = (typeof unmanagedReasons)[number]

/** A login user whom a server does not manage, whatever its bundle says. */
export interface UnmanagedUser {
  readonly loginUser: string
  readonly reason: UnmanagedReason
}

/** How a server says that it is. */
export interface HostCondition {
  /** What is wrong, one line of foreign text; absent when nothing is. */
  readonly problem?: string
  /** For whom its bundle has no effect; each login user once. */
  readonly unmanaged: readonly UnmanagedUser[]
}

/** A machine that keys open. Neither the code that enrols it nor the token that it then has are part of the value. */
export interface Server {
  readonly id: ServerId
  readonly projectId: ProjectId
  /** Unique in the project without regard to case; see `parseServerName`. */
  readonly name: string
  readonly kind: ServerKind
  /** How people reach it, a host name or IP address: chosen by somebody, or learnt when it enrolled. */
  readonly address?: string
  readonly createdBy: AccountId
  readonly createdAt: Instant
  readonly state: ServerState
  readonly stalePolicy: StalePolicy
  /** As it reported them when it enrolled, without comments; none before. */
  readonly hostKeys: readonly PublicKey[]
  /** The login users that it reported when it enrolled: what a machine said of itself, in the form of `parseLoginUser`. */
  readonly loginUsers: readonly string[]
  /** As it reported it: "9.2". */
  readonly sshdVersion?: string
  /** When a machine first fetched the script of the last code. */
  readonly scriptFetchedAt?: Instant
  readonly enrolledAt?: Instant
  readonly confirmedAt?: Instant
  /** When it last asked or reported anything. */
  readonly lastContactAt?: Instant
  /** Seconds that its clock was ahead of ours when it said so last, as far as that can be measured. */
  readonly clockOffset?: number
  /** Of the last login with a key that it reported. */
  readonly lastLoginAt?: Instant
  /** Of the bundle that it is to have; 0 before the first. */
  readonly version: number
  /** Of the bundle that it said last to be in effect; 0 for none. */
  readonly acknowledgedVersion: number
  readonly acknowledgedAt?: Instant
  /** What it reported last to be wrong, one line of foreign text; absent when all is well. */
  readonly problem?: string
  /** Login users for whom its bundle has no effect, as it reported them last. */
  readonly unmanaged: readonly UnmanagedUser[]
}

/** A server as it is known when it speaks, without what takes time to read. */
export type Host = Omit<Server, "hostKeys" | "loginUsers" | "unmanaged">

/** What may be changed of a server; what is absent stays, and `null` takes an address away. */
export interface ServerChange {
  readonly name?: string | undefined
  readonly address?: string | null | undefined
  readonly stalePolicy?: StalePolicy | undefined
}

/** How long a host name, and so an address, can be (RFC 1035 section 2.3.4). */
const longestAddress = 253

/**
 * A server's name has the form of a host name's label (RFC 1123 section 2.1): 1 to 63 letters, digits and hyphens, with a
 * letter or digit at both ends.
 *
 * @throws CoreError `invalid`
 */
export function parseServerName(text: string): string {
  if (/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(text)) return text
  throw invalidField("name", "a server's name is 1 to 63 letters, digits and hyphens, with no hyphen at its ends")
}

/** Whether a text is a host name (RFC 1123 section 2.1), or reads as an IPv4 or IPv6 address. */
export function isServerAddress(text: string): boolean {
  if (text.length > longestAddress) return false
  if (/^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$/.test(text)) return text.length > 1
  return text.split(".").every((label) => /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label))
}

/** @throws CoreError `invalid` for what is no host name and no IP address */
export function parseServerAddress(text: string): string {
  if (isServerAddress(text)) return text
  throw invalidField("address", "an address is a host name or an IP address, without a port")
}

/** How the audit names a server; the events are for `reader`, who did it or whose server it is. */
export function serverTarget({ id, name }: Pick<Server, "id" | "name">, reader: AccountId) {
  return { kind: "server", id, name, accountId: reader } as const
}

function invalidField(path: string, message: string): CoreError {
  return new CoreError("invalid", message, { fields: [{ path, message }] })
}
