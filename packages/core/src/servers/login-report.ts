import type { AccountId, ServerId, SshKeyId } from "../ids.ts"
import type { Instant } from "../time.ts"
import { day, hour } from "../time.ts"
import type { OpeningAccount, OpeningKey } from "./opening.ts"

/** What sshd logged of a key: `login`, it was accepted; `refusal`, it was offered and not accepted. */
export const loginKinds = ["login", "refusal"] as const
export type LoginKind = (typeof loginKinds)[number]

/**
 * Why Latchkey had not let a key in, the first of these that is so. `unknown`: it is no key of the project's members and
 * robots, whoever else may have it. `removed`: it did open that login user until lately. `changed-since`: of a refusal,
 * what decides about it was changed at about its moment or after it, so what was so then is not known any more.
 */
export const refusalReasons = [
  "unknown",
  "disabled",
  "expired",
  "stopped",
  "account-disabled",
  "not-for-this-user",
  "not-on-this-server",
  "removed",
  "changed-since",
] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** A server keeps at most so many reports: the newest. */
export const maximumLoginReports = 10_000
/** New rows of each kind that a server makes in an hour; what comes then is counted in rows that are there. */
export const maximumNewReports = 300
/** Rows of an hour from which on logins like another one of that hour are counted in its row, so that new ones have room. */
export const reportsBeforeMerging = 200
/** Reports of a server in an hour that are told from repeated ones; what comes then is left out. */
export const maximumReportIds = 5_000
/** How long reports like an earlier one are counted in its row. */
export const mergeTime = hour
/** How long a report is known again when the server repeats it. */
export const reportIdMemory = 6 * hour
/** Open logins that are kept of a server, the newest: more than it can name as open in one report. */
export const maximumOpenLogins = 5_000
/** How long a server is told to end a login that it does not report as closed. */
export const closingTime = day
/** How many logins one request ends. */
export const maximumEndedLogins = 1000

/** A line of a server's report, in bounds but not believed. */
export interface SentLogin {
  /** By which the server knows it, of a login for as long as it is open. */
  readonly reportId: string
  readonly kind: LoginKind
  /** By the server's clock. */
  readonly at: Instant
  readonly loginUser: string
  readonly address: string
  readonly port: number
  readonly fingerprint: string
}

/** One or several alike logins or refusals. */
export interface LoginReport {
  readonly id: string
  readonly serverId: ServerId
  readonly kind: LoginKind
  /** Of the last of them, by Latchkey's clock. */
  readonly at: Instant
  readonly firstAt: Instant
  readonly receivedAt: Instant
  /** What somebody sent: foreign text. */
  readonly loginUser: string
  readonly address: string
  readonly port: number
  readonly fingerprint: string
  /** As it was found when the report came; the key may be gone. */
  readonly keyId?: SshKeyId
  readonly reason?: RefusalReason
  readonly count: number
  /** When the last of its connections was seen to be closed. */
  readonly openUntil?: Instant
}

/** A report as lists have it. */
export interface ListedLogin extends LoginReport {
  readonly isOpen: boolean
  readonly isClosing: boolean
  /** Only while it is a key of a member or a robot of the server's project. */
  readonly key?: Pick<OpeningKey, "id" | "name" | "keyType" | "bits"> & {
    readonly owner: Pick<OpeningAccount, "id" | "handle" | "kind">
  }
}

/** The last login of a fingerprint as a login user of a server, and how many of its logins are open. */
export interface PlaceLogins {
  readonly serverId: ServerId
  readonly loginUser: string
  readonly fingerprint: string
  readonly last?: { readonly at: Instant; readonly address: string }
  readonly open: number
}

/** What decides about a fingerprint that a server reports. */
export interface FingerprintFacts {
  /** A key of a member or a robot of the server's project. */
  readonly key?: Pick<OpeningKey, "id" | "createdAt" | "disabledAt" | "expiresAt" | "standing"> & {
    readonly accountId: AccountId
    readonly accountDisabledAt?: Instant
    readonly lastUsedAt?: Instant
  }
  /** The login users that it is to open there, as it does now. */
  readonly opens: readonly { readonly loginUser: string; readonly since: Instant }[]
  /** The login users that it opened there until lately. */
  readonly removedFrom: readonly { readonly loginUser: string; readonly until: Instant }[]
}

/** When a login was, by our clock, as closely as the server's clock is known. */
export interface LoginMoment {
  readonly notBefore: Instant
  readonly notAfter: Instant
}

/**
 * Why this key was not to be let in as this login user at the login's moment, however late it is told of; nothing when it
 * was, and of a login nothing where it may have been.
 */
export function refusalReasonOf(
  facts: FingerprintFacts,
  { kind, loginUser }: Pick<SentLogin, "kind" | "loginUser">,
  moment: LoginMoment,
): RefusalReason | undefined {
  const reason = reasonAt(facts, loginUser, moment)
  return kind === "login" && reason === "changed-since" ? undefined : reason
}

function reasonAt(
  { key, opens, removedFrom }: FingerprintFacts,
  loginUser: string,
  { notBefore, notAfter }: LoginMoment,
): RefusalReason | undefined {
  const line = opens.find((one) => one.loginUser === loginUser)
  if (line !== undefined) return line.since > notBefore ? "changed-since" : undefined
  const removals = removedFrom.filter((one) => one.loginUser === loginUser)
  // Since when it had opened that is not kept.
  if (removals.some(({ until }) => until > notBefore)) return "changed-since"
  if (key === undefined) return removals.length === 0 ? "unknown" : "removed"
  if (key.createdAt > notAfter) return "unknown"
  if (key.createdAt > notBefore) return "changed-since"
  if (key.standing === "stopped") return "stopped"
  for (const [reason, since] of [
    ["disabled", key.disabledAt],
    ["expired", key.expiresAt],
    ["account-disabled", key.accountDisabledAt],
  ] as const) {
    if (since !== undefined && since <= notAfter) return since <= notBefore ? reason : "changed-since"
  }
  if (removals.length > 0) return "removed"
  return opens.length > 0 ? "not-for-this-user" : "not-on-this-server"
}
