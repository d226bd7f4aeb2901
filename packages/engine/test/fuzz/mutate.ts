import type { Random } from "./random.ts"

/** Values at which readers of lengths and counts go wrong. */
const lengths = [
  0, 1, 2, 3, 4, 7, 8, 15, 16, 17, 32, 255, 256, 65535, 65536, 0x7fffffff, 0x80000000, 0xffffffff,
] as const
const bytes = [0x00, 0x01, 0x02, 0x04, 0x30, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xa0, 0xff, 0x0a, 0x0d, 0x20, 0x2d] as const

type Change = (input: Buffer, place: number, random: Random) => Buffer

/** Ways to change bytes at a place. */
const changes: readonly [Change, ...Change[]] = [
  (input, place, random) => replaced(input, place, [(input[place] ?? 0) ^ (1 << random.upTo(8))]),
  (input, place, random) => replaced(input, place, [random.oneOf(bytes)]),
  (input, place, random) => replaced(input, place, uint32(random.oneOf(lengths))),
  (input, place, random) => replaced(input, place, uint32(input.length - place + random.upTo(9) - 4)),
  (input, place, random) => inserted(input, place, Buffer.alloc(1 + random.upTo(5), random.oneOf(bytes))),
  (input, place, random) => Buffer.concat([input.subarray(0, place), input.subarray(place + 1 + random.upTo(9))]),
  (input, place) => input.subarray(0, place),
  (input, place, random) => inserted(input, place, input.subarray(random.upTo(input.length)).subarray(0, 64)),
  (input, place, random) => inserted(input, place, input.subarray(place, place + 1 + random.upTo(200))),
  (input, place, random) => inserted(input, place, Buffer.alloc(random.upTo(5000), random.oneOf(bytes))),
]

/** Runs of base64, over several lines: what most formats wrap around their bytes. */
const base64 = /(?:[A-Za-z0-9+/]{12,}\r?\n)*[A-Za-z0-9+/]{4,}={0,2}/g

/** One to three changes, of the file itself or of what its base64 holds. */
export function mutated(file: Uint8Array, random: Random): Buffer {
  let result: Buffer = Buffer.from(file)
  for (let rest = random.oneOf([1, 1, 1, 2, 3]); rest > 0; rest--) {
    result = random.upTo(3) === 0 ? changed(result, random) : changedInside(result, random)
  }
  return result
}

function changed(input: Buffer, random: Random): Buffer {
  return random.oneOf(changes)(input, random.upTo(input.length), random)
}

function changedInside(input: Buffer, random: Random): Buffer {
  const text = input.toString("latin1")
  const [first, ...runs] = [...text.matchAll(base64)].filter(([run]) => run.length >= 40)
  if (first === undefined) return changed(input, random)
  const run = random.oneOf([first, ...runs])
  const width = run[0].indexOf("\n") === -1 ? run[0].length * 2 : run[0].indexOf("\n")
  const inner = changed(Buffer.from(run[0], "base64"), random).toString("base64")
  const wrapped = inner.replace(new RegExp(`(.{${width}})(?=.)`, "g"), "$1\n")
  return Buffer.from(text.slice(0, run.index) + wrapped + text.slice(run.index + run[0].length), "latin1")
}

function replaced(input: Buffer, place: number, values: readonly number[]): Buffer {
  const result = Buffer.from(input)
  for (const [index, value] of values.entries()) {
    if (place + index < result.length) result[place + index] = value
  }
  return result
}

function inserted(input: Buffer, place: number, values: Uint8Array): Buffer {
  return Buffer.concat([input.subarray(0, place), values, input.subarray(place)])
}

function uint32(value: number): readonly number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
}
