import { initialState } from "./blowfish-state.ts"

// One state for all: the work is synchronous, so nobody else sees it half done, and nothing is allocated on the way.
const p = new Int32Array(18)
const s1 = new Int32Array(256)
const s2 = new Int32Array(256)
const s3 = new Int32Array(256)
const s4 = new Int32Array(256)
const boxes = [p, s1, s2, s3, s4] as const
/** The two halves of the block at work. */
const block = new Int32Array(2)

/** Sixteen words of zero: a salt that changes nothing. */
const NO_SALT = new Int32Array(16)

/** Puts Blowfish into its initial state, the digits of pi. */
export function resetBlowfish(): void {
  let start = 0
  for (const box of boxes) {
    box.set(initialState.subarray(start, start + box.length))
    start += box.length
  }
}

/** Overwrites the state, from which the passphrase's hash could be guessed at. */
export function wipeBlowfish(): void {
  for (const box of boxes) box.fill(0)
  block.fill(0)
}

/**
 * Stirs a key and a salt, of 16 words each, into the state: ExpandKey of bcrypt (Provos and Mazières, "A
 * Future-Adaptable Password Scheme", section 4). Without a salt it is the key schedule of plain Blowfish.
 */
export function expandBlowfishKey(key: Int32Array, salt: Int32Array = NO_SALT): void {
  for (let index = 0; index < p.length; index++) p[index] = (p[index] ?? 0) ^ (key[index & 15] ?? 0)
  block.fill(0)
  let word = 0
  for (const box of boxes) {
    for (let index = 0; index < box.length; index += 2) {
      block[0] = (block[0] ?? 0) ^ (salt[word & 15] ?? 0)
      block[1] = (block[1] ?? 0) ^ (salt[(word + 1) & 15] ?? 0)
      word += 2
      encipher()
      box[index] = block[0] ?? 0
      box[index + 1] = block[1] ?? 0
    }
  }
}

/** Encrypts `words`, two to a block, in place and `times` times over. */
export function encryptBlowfish(words: Int32Array, times: number): void {
  for (let index = 0; index < words.length; index += 2) {
    block[0] = words[index] ?? 0
    block[1] = words[index + 1] ?? 0
    for (let time = 0; time < times; time++) encipher()
    words[index] = block[0] ?? 0
    words[index + 1] = block[1] ?? 0
  }
}

/** One block through the sixteen rounds, written out: a loop over them takes a tenth longer, a function for each twice. */
function encipher(): void {
  let left = (block[0] ?? 0) ^ (p[0] ?? 0)
  let right = block[1] ?? 0
  let x = 0
  x = ((s1[left >>> 24] ?? 0) + (s2[(left >>> 16) & 255] ?? 0)) ^ (s3[(left >>> 8) & 255] ?? 0)
  right ^= (x + (s4[left & 255] ?? 0)) ^ (p[1] ?? 0)
  x = ((s1[right >>> 24] ?? 0) + (s2[(right >>> 16) & 255] ?? 0)) ^ (s3[(right >>> 8) & 255] ?? 0)
  left ^= (x + (s4[right & 255] ?? 0)) ^ (p[2] ?? 0)
  x = ((s1[left >>> 24] ?? 0) + (s2[(left >>> 16) & 255] ?? 0)) ^ (s3[(left >>> 8) & 255] ?? 0)
  right ^= (x + (s4[left & 255] ?? 0)) ^ (p[3] ?? 0)
  x = ((s1[right >>> 24] ?? 0) + (s2[(right >>> 16) & 255] ?? 0)) ^ (s3[(right >>> 8) & 255] ?? 0)
  left ^= (x + (s4[right & 255] ?? 0)) ^ (p[4] ?? 0)
  x = ((s1[left >>> 24] ?? 0) + (s2[(left >>> 16) & 255] ?? 0)) ^ (s3[(left >>> 8) & 255] ?? 0)
  right ^= (x + (s4[left & 255] ?? 0)) ^ (p[5] ?? 0)
  x = ((s1[right >>> 24] ?? 0) + (s2[(right >>> 16) & 255] ?? 0)) ^ (s3[(right >>> 8) & 255] ?? 0)
  left ^= (x + (s4[right & 255] ?? 0)) ^ (p[6] ?? 0)
  x = ((s1[left >>> 24] ?? 0) + (s2[(left >>> 16) & 255] ?? 0)) ^ (s3[(left >>> 8) & 255] ?? 0)
  right ^= (x + (s4[left & 255] ?? 0)) ^ (p[7] ?? 0)
  x = ((s1[right >>> 24] ?? 0) + (s2[(right >>> 16) & 255] ?? 0)) ^ (s3[(right >>> 8) & 255] ?? 0)
  left ^= (x + (s4[right & 255] ?? 0)) ^ (p[8] ?? 0)
  x = ((s1[left >>> 24] ?? 0) + (s2[(left >>> 16) & 255] ?? 0)) ^ (s3[(left >>> 8) & 255] ?? 0)
  right ^= (x + (s4[left & 255] ?? 0)) ^ (p[9] ?? 0)
  x = ((s1[right >>> 24] ?? 0) + (s2[(right >>> 16) & 255] ?? 0)) ^ (s3[(right >>> 8) & 255] ?? 0)
  left ^= (x + (s4[right & 255] ?? 0)) ^ (p[10] ?? 0)
  x = ((s1[left >>> 24] ?? 0) + (s2[(left >>> 16) & 255] ?? 0)) ^ (s3[(left >>> 8) & 255] ?? 0)
  right ^= (x + (s4[left & 255] ?? 0)) ^ (p[11] ?? 0)
  x = ((s1[right >>> 24] ?? 0) + (s2[(right >>> 16) & 255] ?? 0)) ^ (s3[(right >>> 8) & 255] ?? 0)
  left ^= (x + (s4[right & 255] ?? 0)) ^ (p[12] ?? 0)
  x = ((s1[left >>> 24] ?? 0) + (s2[(left >>> 16) & 255] ?? 0)) ^ (s3[(left >>> 8) & 255] ?? 0)
  right ^= (x + (s4[left & 255] ?? 0)) ^ (p[13] ?? 0)
  x = ((s1[right >>> 24] ?? 0) + (s2[(right >>> 16) & 255] ?? 0)) ^ (s3[(right >>> 8) & 255] ?? 0)
  left ^= (x + (s4[right & 255] ?? 0)) ^ (p[14] ?? 0)
  x = ((s1[left >>> 24] ?? 0) + (s2[(left >>> 16) & 255] ?? 0)) ^ (s3[(left >>> 8) & 255] ?? 0)
  right ^= (x + (s4[left & 255] ?? 0)) ^ (p[15] ?? 0)
  x = ((s1[right >>> 24] ?? 0) + (s2[(right >>> 16) & 255] ?? 0)) ^ (s3[(right >>> 8) & 255] ?? 0)
  left ^= (x + (s4[right & 255] ?? 0)) ^ (p[16] ?? 0)
  block[0] = right ^ (p[17] ?? 0)
  block[1] = left
}
