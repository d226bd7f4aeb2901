import { describe, expect, test } from "vitest"
import { fingerprintSha256 } from "../src/index.ts"
import { parsePrivateKey } from "../src/private.ts"
import { expectedKeys, readVector } from "./kit/vectors.ts"

const passphrase = "correct-horse"
const readable = expectedKeys.filter(({ file }) => /^valid\/private\/(?!puttygen_sshcom)/.test(file))
const encrypted = readable.filter(({ note }) => note === "encrypted")

describe("private keys that real tools made", () => {
  test.for(readable)("$file is opened and belongs to its public half", async ({ file, note, comment, sha256 }) => {
    const { publicKey } = await parsePrivateKey(readVector(file), { passphrase })
    expect(fingerprintSha256(publicKey.blob)).toBe(sha256)
    // Of an encrypted file ssh-keygen did not see the comment.
    if (note === "") expect(publicKey.comment).toBe(comment)
  })

  test.for(encrypted)("$file asks for its passphrase", async ({ file }) => {
    const asked = expect.objectContaining({ code: "passphrase_required" })
    await expect(parsePrivateKey(readVector(file))).rejects.toThrow(asked)
    await expect(parsePrivateKey(readVector(file), { passphrase: "" })).rejects.toThrow(asked)
  })

  test.for(encrypted)("$file is not opened by another passphrase", async ({ file }) => {
    await expect(parsePrivateKey(readVector(file), { passphrase: "wrong" })).rejects.toThrow(
      expect.objectContaining({ code: "passphrase_wrong" }),
    )
  })
})
