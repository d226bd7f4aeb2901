import { expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { encodeBase64, parsePublicKey } from "../src/index.ts"
import { toFixedBytes } from "../src/integer.ts"
import { type Curve, curves, expandPoint } from "../src/key-types/ecdsa.ts"
import { nistCurves } from "../src/key-types/nist-curves.ts"
import { attempt } from "../src/reading/attempt.ts"
import { asciiBytes, encodeStrings } from "../src/wire.ts"
import { runOnFile } from "./kit/ssh-keygen.ts"

/** The first point of the curve whose x is not below `start`. */
function pointFrom(curve: Curve, start: bigint): Uint8Array {
  for (let x = start; ; x++) {
    const compressed = Uint8Array.of(2, ...toFixedBytes(x, curve.fieldLength))
    const { value } = attempt(() => expandPoint(curve, compressed))
    if (value !== undefined) return value
  }
}

test.for(curves)("the order of $name is that of its arithmetic", ({ name, order }) => {
  expect(order).toBe(nistCurves[name].Point.Fn.ORDER)
})

test.skipIf(requireTool("ssh-keygen", "openssh-client") === undefined).for(curves)(
  "a point of $name with a coordinate near 0 or the order is refused, as ssh-keygen refuses it",
  (curve) => {
    const line = (start: bigint) => {
      const type = `ecdsa-sha2-${curve.name}`
      const blob = encodeStrings([asciiBytes(type), asciiBytes(curve.name), pointFrom(curve, start)])
      return `${type} ${encodeBase64(blob)}`
    }
    for (const start of [1n, curve.least - 1000n, curve.order - 1n, curve.order + 1n]) {
      expect(() => parsePublicKey(line(start))).toThrow(expect.objectContaining({ code: "format_invalid" }))
      expect(runOnFile("ssh-keygen", ["-lf", "FILE"], line(start)).status).not.toBe(0)
    }
    expect(parsePublicKey(line(curve.least)).bits).toBe(curve.bits)
    expect(runOnFile("ssh-keygen", ["-lf", "FILE"], line(curve.least)).status).toBe(0)
  },
)
