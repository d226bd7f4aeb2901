import { CoreError } from "../error.ts"
import type { AccountId } from "../ids.ts"
import type { Instant } from "../time.ts"

/** What an account may do beyond its own things: an admin manages the installation. */
export const roles = ["admin", "member"] as const
export type Role = (typeof roles)[number]

/** The languages that the console speaks (BCP 47). */
export const languages = ["en", "fr"] as const
export type Language = (typeof languages)[number]

/** A person who signs in and owns SSH keys. */
export interface Account {
  readonly id: AccountId
  /** Unique; see `parseHandle`. */
  readonly handle: string
  /** Unique without regard to case; kept in lower case. */
  readonly email: string
  readonly displayName: string
  readonly language: Language
  readonly role: Role
  /** Whether `GET /HANDLE.keys` answers with this account's keys. Off unless its owner turns it on. */
  readonly publishesKeys: boolean
  readonly createdAt: Instant
  /** Set while the account is disabled: nothing of it opens anything. */
  readonly disabledAt?: Instant
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
  "keys",
  "metrics",
  "openstack",
  "p",
  "readyz",
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
