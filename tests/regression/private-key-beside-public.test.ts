// The attack is an accident: the body of a private key, without its frame, stands on the same line as a public key (as its
// comment, or as the name beside it in one line of JSON), or its file stands behind a certificate in a Kubernetes secret,
// where everything is base64 once more. The line with the public key was never searched, and of the wrapped files only
// the first: the private key was stored and shown as a name or a comment.

import { generateKeyPairSync } from "node:crypto"
import { routes } from "@latchkey/contract"
import { detectPrivateKey, inspect } from "@latchkey/engine"
import { expect, test } from "vitest"
import { signUp, startDaemon } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"

const file = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString()
const body = file.split("\n")[1] ?? ""
const base64 = (text: string) => Buffer.from(text).toString("base64")
const certificate = `-----BEGIN CERTIFICATE-----\n${"MIIB".repeat(16)}\n-----END CERTIFICATE-----\n`

test.each([
  ["the comment", [{ text: `${newPublicLine("").trim()} ${body}` }]],
  ["the name", [{ text: newPublicLine("laptop"), name: body }]],
  ["another item's name", [{ text: newPublicLine("laptop") }, { text: newPublicLine("laptop"), name: body }]],
])("a private key's body as %s of a public key is refused, and nothing is stored", async (_, keys) => {
  const daemon = await startDaemon()
  try {
    const { client } = await signUp(daemon)
    await expect(client.call(routes.importKeys, { body: { keys } })).rejects.toThrow("this is a private key")
    expect((await client.call(routes.listKeys, { query: {} })).total).toBe(0)
    expect(daemon.log()).not.toContain(body.slice(20, 44))
  } finally {
    await daemon.stop()
  }
})

test.each([0, 1, 2])("a key file wrapped behind a certificate and %i more bytes is found", (shift) => {
  const secret = `data:\n  tls.crt: ${base64(certificate)}\n  tls.key: ${base64(" ".repeat(shift) + file)}\n`
  expect(detectPrivateKey(secret)?.format).toBe("pem-private")
  expect(detectPrivateKey(base64(certificate + " ".repeat(shift) + file))?.format).toBe("pem-private")
})

test("a public key with a long comment is a public key", () => {
  const line = `${newPublicLine("").trim()} MIGRATIONofTHEolderHOSTandMANYmore`
  expect(detectPrivateKey(line)).toBeUndefined()
  expect(inspect(line).findings.map(({ kind }) => kind)).toEqual(["public_key"])
})
