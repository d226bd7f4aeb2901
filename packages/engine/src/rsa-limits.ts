/** How long RSA keys have to be, in bits. */
export interface RsaLimits {
  /** Below this a key is refused. */
  readonly minimumRsaBits: number
  /** Below this a key gets a warning. */
  readonly advisedRsaBits: number
}

/** What is asked for where nobody asks for more: 3072 bits match 128-bit security (NIST SP 800-57 part 1). */
export const defaultRsaLimits: RsaLimits = { minimumRsaBits: 2048, advisedRsaBits: 3072 }
