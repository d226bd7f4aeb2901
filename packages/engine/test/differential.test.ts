import { describe, expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { fingerprintSha256, KeyError, parsePublicKey } from "../src/index.ts"
import { runOnFile } from "./kit/ssh-keygen.ts"
import { publicLine } from "./kit/vectors.ts"

const bases = [
  "ed25519",
  "rsa_2048",
  "rsa_exponent_3",
  "ecdsa_p256",
  "ecdsa_p384",
  "ecdsa_p521",
  "ed25519_sk",
  "ecdsa_sk",
  "dsa_1024",
]
const MUTATIONS = 900

/** Where this engine refuses what ssh-keygen takes: the rule, and how its refusals are told. */
const stricterRules: readonly (readonly [string, (error: KeyError) => boolean])[] = [
  ["an Ed25519 key must be a point of its curve", (error) => /not a point on the curve/.test(error.message)],
  ["base64 must be canonical: padded, with unused bits zero", (error) => /base64/.test(error.message)],
  [
    "an RSA key must be able to work: odd modulus, odd exponent of 3 or more",
    (error) => /cannot work/.test(error.message),
  ],
  ["the application of a security key holds no NUL", (error) => /application/.test(error.message)],
  ["numbers are positive and not zero", (error) => /number inside the key/.test(error.message)],
]

/** The same numbers in each run (a linear congruential generator). */
function* numbers(): Generator<number, never> {
  let state = 20261122
  while (true) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    yield state / 2 ** 32
  }
}

interface Mutation {
  readonly name: string
  readonly line: string
}

/** Lines with one seeded change each: in the blob, in the base64 or in the type. Each has its number as comment. */
function mutations(): readonly Mutation[] {
  const random = numbers()
  const upTo = (limit: number) => Math.floor(random.next().value * limit)
  return Array.from({ length: MUTATIONS }, (_, index) => {
    const [type = "", data = ""] = publicLine(bases[upTo(bases.length)] ?? "ed25519").split(" ")
    const blob = Buffer.from(data, "base64")
    const place = upTo(blob.length)
    const changes: readonly (readonly [string, () => string])[] = [
      ["bit flipped", () => flipped(blob, place, upTo(8)).toString("base64")],
      [
        "byte inserted",
        () => Buffer.concat([blob.subarray(0, place), Buffer.of(upTo(256)), blob.subarray(place)]).toString("base64"),
      ],
      ["byte removed", () => Buffer.concat([blob.subarray(0, place), blob.subarray(place + 1)]).toString("base64")],
      ["cut", () => blob.subarray(0, place).toString("base64")],
      ["bytes added", () => Buffer.concat([blob, Buffer.alloc(1 + upTo(3), upTo(256))]).toString("base64")],
      ["character changed", () => data.slice(0, place) + "AQg9+/-_".charAt(upTo(8)) + data.slice(place + 1)],
      ["padding removed", () => data.replace(/=+$/, "")],
      ["nothing", () => data],
      ["length changed", () => flipped(blob, 3 + 4 * upTo(3), upTo(3)).toString("base64")],
    ]
    const [name, change] = changes[upTo(changes.length)] ?? ["nothing", () => data]
    return { name, line: `${type} ${change()} n${index}` }
  })
}

function flipped(blob: Buffer, place: number, bit: number): Buffer {
  const changed = Buffer.from(blob)
  changed[place] = (changed[place] ?? 0) ^ (1 << bit)
  return changed
}

describe.skipIf(requireTool("ssh-keygen", "openssh-client") === undefined)("seeded changes of public lines", () => {
  const all = mutations()
  const { stdout } = runOnFile("ssh-keygen", ["-lf", "FILE"], `${all.map(({ line }) => line).join("\n")}\n`)
  const listed = new Map(
    stdout.split("\n").flatMap((row) => {
      const match = /^\d+ (SHA256:\S+) n(\d+) \(/.exec(row)
      return match === null ? [] : [[Number(match[2]), match[1]]]
    }),
  )
  const outcomes = all.map(({ line, name }, index) => {
    try {
      return { index, name, fingerprint: fingerprintSha256(parsePublicKey(line).blob) }
    } catch (error) {
      if (error instanceof KeyError) return { index, name, error }
      throw error
    }
  })

  test("ssh-keygen takes some and refuses some", () => {
    expect(listed.size).toBeGreaterThan(100)
    expect(listed.size).toBeLessThan(MUTATIONS - 100)
  })

  test("what this engine takes, ssh-keygen takes with the same fingerprint", () => {
    for (const { index, name, fingerprint } of outcomes) {
      if (fingerprint !== undefined) expect([name, index, listed.get(index)]).toEqual([name, index, fingerprint])
    }
  })

  test("what only this engine refuses, a named rule refuses", () => {
    const unexplained = outcomes.flatMap(({ index, name, error }) => {
      if (error === undefined || !listed.has(index)) return []
      return stricterRules.some(([, applies]) => applies(error))
        ? []
        : [`${index} ${name}: ${error.code} ${error.message}`]
    })
    expect(unexplained).toEqual([])
  })

  test("every stricter rule that ssh-keygen's looseness can show has shown itself", () => {
    const used = stricterRules.filter(([, applies]) =>
      outcomes.some(({ index, error }) => error !== undefined && listed.has(index) && applies(error)),
    )
    expect(used.map(([rule]) => rule)).toContain("an Ed25519 key must be a point of its curve")
  })
})
