import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { decodePublicKey, detectPrivateKey, inspect, KeyError, parsePublicKey } from "../src/index.ts"
import { readPublicHalf } from "../src/private.ts"
import { listVectors, publicLine, readVector, readVectorText } from "./kit/vectors.ts"

/** One mebibyte. */
const SIZE = 1024 * 1024

/** Most processor time for `inspect` and `detectPrivateKey` together, in microseconds. */
const DEADLINE = 2_500_000

function expectKeyErrorAtMost(work: () => unknown) {
  try {
    work()
  } catch (error) {
    expect(error).toBeInstanceOf(KeyError)
  }
}

/** Numbers from 0 to 255 that are the same in each run (a linear congruential generator). */
function noise(length: number): Uint8Array {
  let state = 12345
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return state >>> 24
  })
}

function filled(piece: string): string {
  return piece.repeat(Math.floor(SIZE / piece.length))
}

describe("a mebibyte of noise is read in time and without an error", () => {
  const bytes = noise(SIZE)
  const base64 = Buffer.from(noise((SIZE / 4) * 3)).toString("base64")
  const inputs: Readonly<Record<string, string | Uint8Array>> = {
    bytes,
    "printable characters": Buffer.from(bytes.map((byte) => 32 + (byte % 95))).toString(),
    "any characters": Buffer.from(bytes).toString("latin1"),
    "base64 in lines": base64.replace(/(.{70})./g, "$1\n"),
    "base64 in one line": base64,
    "NUL bytes": new Uint8Array(SIZE),
    dashes: filled("-"),
    spaces: filled(" "),
    quotes: filled('"'),
    backslashes: filled("\\"),
    "one letter a line": filled("s\n"),
    "starts of DER": filled("M\n"),
    "key types": filled("ssh-rsa "),
    "starts of keys": filled("ssh-rsa AAAA\n"),
    "wrapped starts of keys": filled("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ\nAAAA\n"),
    "starts of public blocks": filled("-----BEGIN PUBLIC KEY-----\n"),
    "starts of private blocks": filled("-----BEGIN RSA PRIVATE KEY-----\n"),
    "ends of private blocks": filled("-----END RSA PRIVATE KEY-----\nAAAA\n"),
    "starts of .ppk": filled("PuTTY-User-Key-File-3: x\n"),
    "starts of options": filled('a="'),
    "starts of JSON Web Keys": filled('{"kty"'),
    "bodies of private keys": filled("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIB\n\n"),
    "URL escapes": filled("%0a"),
    "host names": `${filled("a.b,").slice(0, -500)} ${publicLine("ed25519")}`,
    "RFC 4716 without an end": `---- BEGIN SSH2 PUBLIC KEY ----\n${filled("Comment: x\\\n").slice(100)}`,
  }

  test.for(Object.entries(inputs))("%s", ([, input]) => {
    const start = process.cpuUsage()
    const { findings } = inspect(input, { readPublicHalf })
    detectPrivateKey(typeof input === "string" ? input : Buffer.from(input).toString("latin1"))
    expect(process.cpuUsage(start).user).toBeLessThan(DEADLINE)
    expect(findings.length).toBeLessThanOrEqual(501)
  })
})

describe("whatever is changed", () => {
  const files = ["public", "rfc4716", "pem", "private", "repaired"].flatMap((name) => listVectors(`valid/${name}`))

  test("inspect never throws on a damaged file", () => {
    const damage = fc.tuple(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
      fc.nat(),
    )
    fc.assert(
      fc.property(damage, ([file, changes, cut]) => {
        const bytes = Uint8Array.from(readVector(file))
        for (const [place, value] of changes) bytes[place % bytes.length] = value
        inspect(bytes.subarray(0, 1 + (cut % bytes.length)), { readPublicHalf })
      }),
      { numRuns: 600 },
    )
  })

  test("parsePublicKey throws nothing but KeyError", () => {
    const text = readVectorText("valid/public/ecdsa_p256.pub")
    fc.assert(fc.property(fc.string(), (noiseText) => expectKeyErrorAtMost(() => parsePublicKey(noiseText))))
    fc.assert(
      fc.property(fc.nat(text.length), fc.string({ maxLength: 3 }), (place, inserted) =>
        expectKeyErrorAtMost(() => parsePublicKey(text.slice(0, place) + inserted + text.slice(place))),
      ),
    )
  })

  test("decodePublicKey throws nothing but KeyError", () => {
    const blobs = listVectors("valid/public").map((file) => parsePublicKey(readVectorText(file)).blob)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => expectKeyErrorAtMost(() => decodePublicKey(bytes))),
    )
    fc.assert(
      fc.property(fc.constantFrom(...blobs), fc.nat(), fc.nat(255), (blob, place, value) => {
        const changed = Uint8Array.from(blob)
        changed[place % changed.length] = value
        expectKeyErrorAtMost(() => decodePublicKey(changed))
      }),
    )
  })

  test("inspect never throws on text made of the words of key files", () => {
    const words = fc.constantFrom(
      ...'ssh-ed25519|ssh-rsa|AAAAC3NzaC1lZDI1NTE5AAAAI|AAAA|-----BEGIN |---- BEGIN |PRIVATE KEY-----|-----END |SSH2 PUBLIC KEY ----|PUBLIC KEY-----|PuTTY-User-Key-File-2: |Private-Lines: 2|Private-MAC: 00|Comment: |\n|\r\n| |\t|"|\'|`|\\n|\\|=|,|cert-authority|from="|> |$ |{|}|[|]|…|...|\0|\u202e|\u200b|#|DEK-Info:|b3BlbnNzaC1rZXktdjEA|MIIE|@revoked |*.example.com|é'.split(
        "|",
      ),
    )
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
        const text = parts.join("")
        const { redactedText } = inspect(text, { readPublicHalf })
        expect(typeof redactedText).toBe("string")
        detectPrivateKey(text)
      }),
      { numRuns: 2000 },
    )
  })
})
