import fc from "fast-check"
import { expect, test } from "vitest"
import * as node from "../src/crypto/node.ts"
import * as portable from "../src/crypto/portable.ts"

const pairs = [
  ["sha256Base64", portable.sha256Base64, node.sha256Base64],
  ["sha256", portable.sha256, node.sha256],
  ["md5", portable.md5, node.md5],
  ["sha1", portable.sha1, node.sha1],
  ["toBase64", portable.toBase64, node.toBase64],
] as const

test.for(pairs)("the portable %s gives what Node's own gives", ([, ours, native]) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(ours(bytes)).toEqual(plain(native(bytes)))
    }),
  )
})

test("both decode base64 alike and survive what is none", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, text) => {
      const base64 = node.toBase64(bytes)
      expect(portable.fromBase64(base64)).toEqual(plain(node.fromBase64(base64)))
      expect(portable.fromBase64(text)).toBeInstanceOf(Uint8Array)
      expect(node.fromBase64(text)).toBeInstanceOf(Uint8Array)
    }),
  )
})

function plain(value: string | Uint8Array): string | Uint8Array {
  return typeof value === "string" ? value : Uint8Array.from(value)
}
