import { type Random, seededRandom } from "../fuzz/random.ts"
import { publicLine } from "../kit/vectors.ts"

/** A public line with one seeded change; its number is its comment. */
export interface Mutant {
  /** What was changed. */
  readonly name: string
  readonly line: string
}

const bases = [
  "ed25519",
  "rsa_2048",
  "rsa_exponent_3",
  "rsa_4096",
  "ecdsa_p256",
  "ecdsa_p384",
  "ecdsa_p521",
  "ed25519_sk",
  "ecdsa_sk",
  "dsa_1024",
] as const

/** The same in each run, so that what was found once is found again. */
const SEED = 20261122

interface Parts {
  readonly type: string
  readonly data: string
  readonly blob: Buffer
}

type Change = (parts: Parts, random: Random) => string

/** Changes of a whole line; what they return stands before the comment. */
const changes: readonly [readonly [string, Change], ...(readonly [string, Change])[]] = [
  ["bit flipped", inBlob((blob, place, random) => flipped(blob, place, random.upTo(8)))],
  ["last bits flipped", inBlob((blob, _, random) => flipped(blob, blob.length - 1 - random.upTo(24), random.upTo(8)))],
  [
    "byte inserted",
    inBlob((blob, place, random) =>
      Buffer.concat([blob.subarray(0, place), Buffer.of(random.upTo(256)), blob.subarray(place)]),
    ),
  ],
  ["byte removed", inBlob((blob, place) => Buffer.concat([blob.subarray(0, place), blob.subarray(place + 1)]))],
  ["cut", inBlob((blob, place) => blob.subarray(0, place))],
  [
    "bytes added",
    inBlob((blob, _, random) => Buffer.concat([blob, Buffer.alloc(1 + random.upTo(3), random.upTo(256))])),
  ],
  ["length changed", inBlob((blob, _, random) => flipped(blob, 3 + 4 * random.upTo(3), random.upTo(3)))],
  [
    "character changed",
    ({ type, data }, random) => {
      const place = random.upTo(data.length)
      return `${type} ${data.slice(0, place)}${"AQg9+/-_=".charAt(random.upTo(9))}${data.slice(place + 1)}`
    },
  ],
  ["padding removed", ({ type, data }) => `${type} ${data.replace(/=+$/, "")}`],
  ["nothing", ({ type, data }) => `${type} ${data}`],
  ["zero bytes before the numbers", ({ type, blob }) => `${type} ${widened(blob).toString("base64")}`],
  ["spaces between", ({ type, data }, random) => `${type}${random.oneOf(["  ", "\t", " \t "])}${data}`],
  ["spaces before", ({ type, data }, random) => `${random.oneOf([" ", "\t", "   "])}${type} ${data}`],
  [
    "options before",
    ({ type, data }, random) =>
      `${random.oneOf(['from="a b"', "no-pty", 'x="\\""', "cert-authority", "host.example.com"])} ${type} ${data}`,
  ],
  [
    "another type",
    ({ data }, random) => `${random.oneOf(["ssh-rsa", "rsa-sha2-256", "ssh-ed25519", "ssh-xx"])} ${data}`,
  ],
  ["case of the type changed", ({ type, data }) => `${type.toUpperCase()} ${data}`],
]

/** So many changed lines, with the numbers from 0 as their comments. */
export function mutants(count: number): readonly Mutant[] {
  const random = seededRandom(SEED)
  return Array.from({ length: count }, (_, index) => {
    const [type = "", data = ""] = publicLine(random.oneOf(bases)).split(" ")
    const [name, change] = random.oneOf(changes)
    return { name, line: `${change({ type, data, blob: Buffer.from(data, "base64") }, random)} n${index}` }
  })
}

function inBlob(change: (blob: Buffer, place: number, random: Random) => Buffer): Change {
  return ({ type, blob }, random) => `${type} ${change(blob, random.upTo(blob.length), random).toString("base64")}`
}

function flipped(blob: Buffer, place: number, bit: number): Buffer {
  const changed = Buffer.from(blob)
  changed[place] = (changed[place] ?? 0) ^ (1 << bit)
  return changed
}

/** One more zero byte before the first field behind the name. */
function widened(blob: Buffer): Buffer {
  const place = 4 + blob.readUInt32BE(0)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(blob.readUInt32BE(place) + 1)
  return Buffer.concat([blob.subarray(0, place), length, Buffer.of(0), blob.subarray(place + 4)])
}
