import { CoreError } from "../error.ts"
import type { AccountId, ProjectId } from "../ids.ts"
import type { Instant } from "../time.ts"

/** What an account may do beyond its own things: an admin manages the installation. */
export const roles = ["admin", "member"] as const
export type Role = (typeof roles)[number]

/** The languages that the console speaks (BCP 47). */
export const languages = ["en", "fr", "nl", "de", "ru"] as const
export type Language = (typeof languages)[number]

/** How the console looks; `system`: as the person's machine does. */
export const themes = ["system", "light", "dark"] as const
export type Theme = (typeof themes)[number]

/** How many SSH keys an account may hold, until an admin says otherwise. */
export const defaultKeyQuota = 10_000
/** No quota can be larger: what is shown and searched is sized for about as many. */
export const largestKeyQuota = 1_000_000

/** What persons and robots have in common. */
interface AnyAccount {
  readonly id: AccountId
  /** Unique among persons, robots and open invitations; see `parseHandle`. It never changes. */
  readonly handle: string
  readonly displayName: string
  /** How many SSH keys it may hold. */
  readonly keyQuota: number
  readonly createdAt: Instant
  /** Set while the account is disabled: nothing of it opens anything. */
  readonly disabledAt?: Instant
  /** Grows by one with each change, so that whoever changes an old state is told. */
  readonly revision: number
}

/** A person who signs in and owns SSH keys. */
export interface Person extends AnyAccount {
  readonly kind: "person"
  /** Unique without regard to case; kept in lower case. */
  readonly email: string
  readonly language: Language
  readonly theme: Theme
  readonly role: Role
  /** Whether `GET /HANDLE.keys` answers with this account's keys. Off unless its owner turns it on. */
  readonly publishesKeys: boolean
}

/** A program's account. It belongs to a project, and proves itself by API tokens and SSH keys alone. */
export interface Robot extends AnyAccount {
  readonly kind: "robot"
  readonly projectId: ProjectId
  /** While it is disabled: whether an admin did it, so that only an admin enables it again. */
  readonly disabledByAdmin: boolean
}

/** Whoever can own SSH keys and API tokens. */
export type Account = Person | Robot

/** The kinds of account. */
export const accountKinds = ["person", "robot"] as const satisfies readonly Account["kind"][]

/** Whether an account manages the installation now. */
export function isAdmin(account: Account): account is Person {
  return account.kind === "person" && account.role === "admin" && account.disabledAt === undefined
}

const handleForm = /^[a-z][a-z0-9-]{0,38}$/

/** Handles that would stand where the console and the API have paths of their own. */
const reservedHandles: ReadonlySet<string> = new Set([
  "account",
  "activity",
  "api",
  "apps",
  "assets",
  "doctor",
  "enrol",
  "healthz",
  "host",
  "join",
  "keys",
  "metrics",
  "openstack",
  "p",
  "projects",
  "readyz",
  "reset-password",
  "servers",
  "setup",
  "sign-in",
])

/**
 * A handle: 1 to 39 of a to z, 0 to 9 and hyphen, starting with a letter.
 *
 * @throws CoreError `invalid`
 */
export function parseHandle(text: string): string {
  if (!handleForm.test(text)) {
    throw invalidField("handle", "a handle is 1 to 39 lower-case letters, digits and hyphens, and starts with a letter")
  }
  if (reservedHandles.has(text)) throw invalidField("handle", `the handle "${text}" is reserved`)
  return text
}

const longestEmail = 254

/**
 * An e-mail address, in lower case. Only its form is looked at: something, one @, something with no spaces.
 *
 * @throws CoreError `invalid`
 */
export function parseEmail(text: string): string {
  const email = text.trim().toLowerCase()
  if (email.length > longestEmail || !/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(email)) {
    throw invalidField("email", "this is not an e-mail address")
  }
  return email
}

export const shortestPassword = 10
/** Longer ones are refused rather than cut: a bound on the work of hashing. */
export const longestPassword = 1024

/**
 * A password: 10 to 1024 characters, any characters (NIST SP 800-63B section 3.1.1: length, no composition rules).
 *
 * @throws CoreError `invalid`
 */
export function parsePassword(text: string): string {
  const length = [...text].length
  if (length < shortestPassword)
    throw invalidField("password", `a password has at least ${shortestPassword} characters`)
  if (length > longestPassword) throw invalidField("password", `a password has at most ${longestPassword} characters`)
  return text
}

function invalidField(path: string, message: string): CoreError {
  return new CoreError("invalid", message, { fields: [{ path, message }] })
}
