import { concatBytes } from "./wire.ts"

const BLOCK_LENGTH = 8
const ROUNDS = 16

/** The initial permutation: which bit of the block, counted from 1 at the left, comes to each place. */
const initialPermutation = Array.from({ length: 64 }, (_, place) => {
  const row = place >> 3
  return (row < 4 ? 58 + 2 * row : 57 + 2 * (row - 4)) - 8 * (place & 7)
})
const finalPermutation = initialPermutation.map((_, place) => initialPermutation.indexOf(place + 1) + 1)

/** The permutation P of what the S-boxes give. */
const boxPermutation = [
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25,
]

/** Permuted choice 1: the 56 bits of a key without its parity. */
const keyChoice = [
  57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36, 63, 55,
  47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
]

/** Permuted choice 2: the 48 bits of a round's key. */
const roundChoice = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47, 55, 30,
  40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
]

/** How far both halves of the key have turned left by each round. */
const turns = [1, 2, 4, 6, 8, 10, 12, 14, 15, 17, 19, 21, 23, 25, 27, 28]

/** S1 to S8, each four rows of sixteen, in hexadecimal. */
const boxes = [
  "e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d",
  "f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9",
  "a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c",
  "7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e",
  "2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453",
  "c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d",
  "4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c",
  "d2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b",
]

/** Each S-box with P behind it, by its six input bits: 8 times 64 words. */
const permutedBoxes = Int32Array.from({ length: 8 * 64 }, (_, index) => {
  const [box, input] = [index >> 6, index & 63]
  const row = ((input >> 4) & 2) | (input & 1)
  const value = Number.parseInt(boxes[box]?.charAt(row * 16 + ((input >> 1) & 15)) ?? "", 16)
  const before = value << (28 - 4 * box)
  return boxPermutation.reduce((word, from, place) => word | (((before >>> (32 - from)) & 1) << (31 - place)), 0)
})

/** The sixteen round keys, six bits for each S-box, in the order in which they are used. */
type Schedule = readonly Uint8Array[]

/**
 * Encrypts whole blocks with three-key Triple DES in cipher block chaining (FIPS 46-3; NIST SP 800-38A section 6.2),
 * which old key files need. `key` has 24 bytes, `iv` 8. Slow; key files are small.
 */
export function encryptTripleDesCbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const schedules = schedulesOf(key)
  let previous = iv
  const blocks: Uint8Array[] = []
  for (let offset = 0; offset < data.length; offset += BLOCK_LENGTH) {
    previous = transform(schedules, xor(previous, data.subarray(offset, offset + BLOCK_LENGTH)))
    blocks.push(previous)
  }
  return concatBytes(blocks)
}

/** Decrypts what {@link encryptTripleDesCbc} gave. */
export function decryptTripleDesCbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const schedules = schedulesOf(key)
    .map((schedule) => schedule.toReversed())
    .reverse()
  let previous = iv
  const blocks: Uint8Array[] = []
  for (let offset = 0; offset < data.length; offset += BLOCK_LENGTH) {
    const block = data.subarray(offset, offset + BLOCK_LENGTH)
    blocks.push(xor(previous, transform(schedules, block)))
    previous = block
  }
  return concatBytes(blocks)
}

/** The schedules of encrypt, decrypt, encrypt: DES decrypts with the same rounds in reverse. */
function schedulesOf(key: Uint8Array): readonly Schedule[] {
  const [first, second, third] = [key.subarray(0, 8), key.subarray(8, 16), key.subarray(16, 24)].map(schedule)
  return [first ?? [], second?.toReversed() ?? [], third ?? []]
}

function schedule(key: Uint8Array): Schedule {
  const chosen = permute(key, keyChoice)
  return turns.map((turn) => {
    const half = (start: number) => Array.from({ length: 28 }, (_, place) => bit(chosen, start + ((place + turn) % 28)))
    const turned = [...half(0), ...half(28)]
    const roundKey = new Uint8Array(8)
    roundChoice.forEach((from, place) => {
      const box = Math.floor(place / 6)
      roundKey[box] = ((roundKey[box] ?? 0) << 1) | (turned[from - 1] ?? 0)
    })
    return roundKey
  })
}

function transform(schedules: readonly Schedule[], block: Uint8Array): Uint8Array {
  const view = new DataView(permute(block, initialPermutation).buffer)
  let left = view.getInt32(0)
  let right = view.getInt32(4)
  for (const roundKeys of schedules) {
    for (let round = 0; round < ROUNDS; round++) {
      const next = left ^ mix(right, roundKeys[round] ?? new Uint8Array(8))
      left = right
      right = next
    }
    // The last round does not swap; final and initial permutation of the next pass cancel out.
    ;[left, right] = [right, left]
  }
  view.setInt32(0, left)
  view.setInt32(4, right)
  return permute(new Uint8Array(view.buffer), finalPermutation)
}

/** Expansion, round key, S-boxes and P. */
function mix(half: number, roundKey: Uint8Array): number {
  let mixed = 0
  for (let box = 0; box < 8; box++) {
    const turn = 4 * box + 5
    const six = ((half << turn) | (half >>> (32 - turn))) & 63
    mixed ^= permutedBoxes[box * 64 + (six ^ (roundKey[box] ?? 0))] ?? 0
  }
  return mixed
}

/** Bits of `bytes` chosen by `places` (counted from 1), packed into bytes. */
function permute(bytes: Uint8Array, places: readonly number[]): Uint8Array<ArrayBuffer> {
  const permuted = new Uint8Array(Math.ceil(places.length / 8))
  places.forEach((from, place) => {
    permuted[place >> 3] = (permuted[place >> 3] ?? 0) | (bit(bytes, from - 1) << (7 - (place & 7)))
  })
  return permuted
}

function bit(bytes: Uint8Array, place: number): number {
  return ((bytes[place >> 3] ?? 0) >> (7 - (place & 7))) & 1
}

function xor(left: Uint8Array, right: Uint8Array): Uint8Array {
  return left.map((byte, index) => byte ^ (right[index] ?? 0))
}
