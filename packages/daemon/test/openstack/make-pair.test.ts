import { execFileSync } from "node:child_process"
import { X509Certificate } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { accountId } from "@latchkey/core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { codeOf } from "../../../../tests/kit/codes.ts"
import { requireTool } from "../../../../tests/kit/tools.ts"
import { makePair } from "../../src/openstack/compute/make-pair.ts"

const owner = accountId("01a2047a-7bf9-7000-b48d-defa1fa65686")
const another = accountId("01a2047a-7bf9-7000-b48d-defa1fa65687")
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-made-pair-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileOf(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content, { mode: 0o600 })
  return path
}

describe("a key pair made here", () => {
  test("of type ssh is an RSA key of 2048 bits, whose private half ssh-keygen reads", async (context) => {
    const sshKeygen = requireTool("ssh-keygen", "openssh-client", context)
    const { publicKey, privateKey } = await makePair("ssh", owner, owner)
    expect(privateKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)
    const [type, blob] = publicKey.split(" ")
    const read = execFileSync(sshKeygen, ["-y", "-f", fileOf("id", privateKey)], { encoding: "utf8" })
    expect(read.trim()).toBe(`${type} ${blob}`)
    const listed = execFileSync(sshKeygen, ["-l", "-f", fileOf("id.pub", publicKey)], { encoding: "utf8" })
    expect(listed).toMatch(/^2048 SHA256:\S+ Generated-by-Latchkey \(RSA\)\n$/)
  })

  test("of type x509 is a certificate that signs itself and names its owner", async (context) => {
    const openssl = requireTool("openssl", "openssl", context)
    const { publicKey } = await makePair("x509", owner, owner)
    const path = fileOf("certificate.pem", publicKey)
    const verified = execFileSync(openssl, ["verify", "-CAfile", path, path], { encoding: "utf8" })
    expect(verified).toBe(`${path}: OK\n`)
    const text = execFileSync(openssl, ["x509", "-in", path, "-noout", "-text"], { encoding: "utf8" })
    expect(text).toContain(`Subject: CN = ${owner}`)
    expect(text).toContain(`othername: UPN::${owner}@localhost`)
    expect(text).toContain("TLS Web Client Authentication")
    const { validFromDate, validToDate, serialNumber } = new X509Certificate(publicKey)
    expect(validToDate.getTime() - validFromDate.getTime()).toBe(3650 * 24 * 60 * 60 * 1000)
    expect(serialNumber).toHaveLength(38)
  })

  test("of type x509 comes with its private half in a PKCS#12 file without a password", async (context) => {
    const openssl = requireTool("openssl", "openssl", context)
    const { publicKey, privateKey } = await makePair("x509", owner, owner)
    const file = fileOf("pair.p12", Buffer.from(privateKey, "base64"))
    const pkcs12 = (...args: string[]) =>
      execFileSync(openssl, ["pkcs12", "-in", file, "-passin", "pass:", "-nodes", ...args], { encoding: "utf8" })
    const inFile = new X509Certificate(pkcs12("-nokeys"))
    expect(inFile.fingerprint).toBe(new X509Certificate(publicKey).fingerprint)
    const key = execFileSync(openssl, ["pkey", "-pubout"], { input: pkcs12("-nocerts"), encoding: "utf8" })
    expect(key).toBe(inFile.publicKey.export({ type: "spki", format: "pem" }))
    const wrong = ["pkcs12", "-in", file, "-passin", "pass:wrong", "-nodes"]
    expect(() => execFileSync(openssl, wrong, { stdio: "pipe" })).toThrow(/Mac verify error/)
  })

  test("waits for its turn, and is refused where too many wait", async () => {
    const waiting = Array.from({ length: 9 }, () => makePair("ssh", owner, owner))
    expect(await codeOf(makePair("ssh", owner, owner))).toBe("unavailable")
    const made = await Promise.all(waiting)
    expect(new Set(made.map(({ publicKey }) => publicKey)).size).toBe(9)
    await makePair("ssh", owner, owner)
  })

  test("is no longer in coming for who asks for one because another asks for many", async () => {
    const order: string[] = []
    const many = Array.from({ length: 9 }, async (_, place) => {
      const code = await codeOf(makePair("ssh", owner, owner))
      order.push(code === "done" ? `many ${place}` : code)
    })
    const one = makePair("ssh", another, another).then(() => order.push("one"))
    await Promise.all([...many, one])
    // The last of the many made room, and the first two of them were there before.
    expect(order.slice(0, 4)).toEqual(["unavailable", "many 0", "many 1", "one"])
  })
})
