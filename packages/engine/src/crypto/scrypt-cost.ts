/** What scrypt costs (RFC 7914 section 2): memory of 128 N r bytes, and that p times. N is a power of two. */
export interface ScryptCost {
  readonly N: number
  readonly r: number
  readonly p: number
}
