import { describe, expect, test } from "vitest"
import {
  fingerprintMd5,
  fingerprintSha256,
  formatPublicKey,
  type InspectionFinding,
  inspect,
  randomart,
} from "../src/index.ts"
import { readPublicHalf } from "../src/private.ts"
import { expectedKeys, readVector } from "./kit/vectors.ts"

const PASSPHRASE_FORMATS = /\/(?:ssh_keygen|openssl)_.*_encrypted$/

function keyOf(finding: InspectionFinding | undefined) {
  if (finding?.kind === "public_key") return finding.key
  return finding?.kind === "private_key" ? finding.publicHalf : undefined
}

describe("files that real tools made", () => {
  test("there are vectors of every kind", () => {
    expect(expectedKeys.length).toBeGreaterThan(120)
  })

  test.for(expectedKeys.filter(({ file }) => !PASSPHRASE_FORMATS.test(file)))(
    "$file is read as ssh-keygen reads it",
    (expected) => {
      const { findings } = inspect(readVector(expected.file), { readPublicHalf })
      expect(findings).toHaveLength(1)
      const key = keyOf(findings[0])
      if (key === undefined) throw new Error("no key was found")
      expect(key.type).toBe(expected.type)
      expect(key.bits).toBe(expected.bits)
      expect(fingerprintSha256(key.blob)).toBe(expected.sha256)
      expect(fingerprintMd5(key.blob)).toBe(expected.md5)
      expect(randomart(key)).toBe(expected.randomart)
      expect(formatPublicKey({ ...key, comment: "" })).toBe(expected.line)
      if (expected.note !== "comment-differs") expect(key.comment).toBe(expected.comment)
    },
  )

  const behindPassphrase = expectedKeys.filter(({ file }) => PASSPHRASE_FORMATS.test(file))

  test.for(behindPassphrase)("$file asks for its passphrase", ({ file }) => {
    const [finding] = inspect(readVector(file), { readPublicHalf }).findings
    expect(finding).toMatchObject({ kind: "private_key", encrypted: true, error: { code: "passphrase_required" } })
  })

  test.for(behindPassphrase)("$file is opened by its passphrase", ({ file, sha256 }) => {
    const [finding] = inspect(readVector(file), { readPublicHalf, passphrase: "correct-horse" }).findings
    expect(fingerprintSha256(keyOf(finding)?.blob ?? new Uint8Array(0))).toBe(sha256)
  })

  test.for(behindPassphrase)("$file is not opened by another passphrase", ({ file }) => {
    const [finding] = inspect(readVector(file), { readPublicHalf, passphrase: "wrong" }).findings
    expect(finding).toMatchObject({ kind: "private_key", error: { code: "passphrase_wrong" } })
  })

  test.for(expectedKeys.filter(({ file }) => file.startsWith("valid/private/")))(
    "$file is told apart as encrypted or not",
    ({ file, note }) => {
      const [finding] = inspect(readVector(file), { readPublicHalf }).findings
      expect(finding).toMatchObject({ kind: "private_key", encrypted: note === "encrypted" })
    },
  )

  test.for(expectedKeys.filter(({ file }) => file.startsWith("valid/public/")))("$file needs no repair", ({ file }) => {
    const [finding] = inspect(readVector(file), { readPublicHalf }).findings
    expect(finding).toMatchObject({ kind: "public_key", format: "openssh", repairs: [] })
  })

  test.for(
    expectedKeys.filter(({ file }) => file.startsWith("valid/repaired/") && !/options|final_newline/.test(file)),
  )("$file says what was repaired", ({ file }) => {
    const [finding] = inspect(readVector(file), { readPublicHalf }).findings
    if (finding?.kind !== "public_key") throw new Error("no public key was found")
    expect(finding.repairs.length).toBeGreaterThan(0)
  })
})
