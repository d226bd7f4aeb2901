/** What can be weak about a key. */
export const weaknessCodes = [
  "type",
  "size",
  "exponent",
  "roca",
  "close_primes",
  "small_factor",
  "private_exponent",
  "shared_prime",
  "vendor_key",
  "blocklist",
] as const
export type WeaknessCode = (typeof weaknessCodes)[number]

/** One reason against a key. */
export interface Weakness {
  readonly code: WeaknessCode
  /** `refuse`: must not be admitted; `warn`: may be, and the person is told. */
  readonly severity: "refuse" | "warn"
  /** The weakness and why it matters, in lower case without a full stop. */
  readonly message: string
  /** What to do, in the same form. */
  readonly hint: string
  /** What the message names, the same in every language: a device, a factor, another key, an entry of a blocklist. */
  readonly about?: string
}

const REPLACE = "generate a new key, and remove this one wherever it opens something"

/** A weakness that lets strangers use the key. */
export function broken(code: WeaknessCode, message: string, about?: string): Weakness {
  return { code, severity: "refuse", message, hint: REPLACE, ...(about !== undefined && { about }) }
}
