import { ed25519 } from "@noble/curves/ed25519.js"
import fc from "fast-check"
import { expect, test } from "vitest"
import { checkPoint } from "../src/index.ts"

function isPoint(bytes: Uint8Array): boolean {
  try {
    checkPoint(bytes)
    return true
  } catch {
    return false
  }
}

/** Whether a whole decompression finds a point that is not of small order. */
function decompresses(bytes: Uint8Array): boolean {
  try {
    return !ed25519.Point.fromBytes(bytes).isSmallOrder()
  } catch {
    return false
  }
}

test("the check takes exactly what a whole decompression takes", () => {
  const random = fc.uint8Array({ minLength: 32, maxLength: 32 })
  fc.assert(
    fc.property(random, (bytes) => {
      expect(isPoint(bytes)).toBe(decompresses(bytes))
    }),
    { numRuns: 2000 },
  )
})

test("the check agrees about small numbers, numbers around the prime and the sign of zero", () => {
  for (const sign of [0, 0x80]) {
    for (let y = 0; y < 256; y++) {
      const small = new Uint8Array(32)
      small[0] = y
      small[31] = sign
      const large = new Uint8Array(32).fill(0xff)
      large[0] = y
      large[31] = 0x7f | sign
      for (const bytes of [small, large]) expect([y, sign, isPoint(bytes)]).toEqual([y, sign, decompresses(bytes)])
    }
  }
})

test("the check refuses all eight points of small order, and no multiple of the base point", () => {
  const { Point } = ed25519
  const eighth = Point.fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
  const small = Array.from({ length: 8 }, (_, index) => eighth.multiplyUnsafe(BigInt(index)))
  const encodings = small.map((point) => point.toBytes())
  expect(new Set(encodings.map(String)).size).toBe(8)
  expect(encodings.map(isPoint)).toEqual(Array(8).fill(false))
  for (const point of small.slice(1)) expect(isPoint(point.add(Point.BASE).toBytes())).toBe(true)
  expect(isPoint(Point.BASE.toBytes())).toBe(true)
})

test("the check refuses anything but 32 bytes", () => {
  expect(isPoint(new Uint8Array(31))).toBe(false)
  expect(isPoint(new Uint8Array(33))).toBe(false)
})
