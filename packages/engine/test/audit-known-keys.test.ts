import { describe, expect, test } from "vitest"
import { vendorKeys } from "../src/audit/vendor-keys.ts"
import { audit, fingerprintMd5, fingerprintSha256, KeyError, parsePublicKey, readBlocklist } from "../src/index.ts"
import { publicLine } from "./kit/vectors.ts"

/** The key that every Vagrant base box lets in until its first start. */
const vagrant =
  "ssh-rsa AAAAB3NzaC1yc2EAAAABIwAAAQEA6NF8iallvQVp22WDkTkyrtvp9eWW6A8YVr+kz4TjGYe7gHzIw+niNltGEFHzD8+v1I2YJ6oXevct1YeS0o9HZyN1Q9qgCgzUFtdOKLv6IedplqoPkcmF0aYet2PkEDo3MlTBckFXPITAMzF8dJSIFo9D8HfdOV0IAdx4O7PtixWKn5y2hMNG0zQPyUecp4pzC6kivAIhyfHilFR61RGL+GPXQ2MWZWFYbAGjyiYJnAmCP3NOTd0jMZEnDkbUvxhMmBYSdETk1rRgm+R4LOzFUGaHqHDLKLX+FIPKcF96hrucXzcWyLbIbEgE98OHlnVYCzRdK8jlqm8tehUc9c9WhQ== vagrant insecure public key"

const ed25519 = parsePublicKey(publicLine("ed25519"))

function entriesOf(text: string): ReadonlySet<string> {
  return new Set([...readBlocklist(text)].flatMap((found) => ("entry" in found ? [found.entry] : [])))
}

describe("keys whose private halves are published", () => {
  test("are found by what they ship in", () => {
    expect(audit(parsePublicKey(vagrant))[0]).toMatchObject({
      code: "vendor_key",
      severity: "refuse",
      message: "the private half of this key is published: it ships in Vagrant base boxes",
    })
  })

  test("are 61, each by a whole fingerprint", () => {
    expect(vendorKeys.size).toBe(61)
    for (const fingerprint of vendorKeys.keys()) expect(fingerprint).toMatch(/^[A-Za-z0-9+/]{43}$/)
  })
})

describe("a blocklist", () => {
  const md5End = fingerprintMd5(ed25519.blob).replaceAll(":", "").slice(-20)

  test.each([
    ["a SHA256 fingerprint", `${fingerprintSha256(ed25519.blob)} why it is here`],
    ["an MD5 fingerprint", fingerprintMd5(ed25519.blob)],
    ["an MD5 fingerprint without its prefix", fingerprintMd5(ed25519.blob).slice(4).toUpperCase()],
    ["a public key", publicLine("ed25519")],
    ["the end of an MD5 fingerprint, as Debian's lists do", md5End],
  ])("names a key by %s", (_, line) => {
    const blocklist = entriesOf(`# a list\n\n${line}\r\n`)
    expect(blocklist.size).toBe(1)
    expect(audit(ed25519, { blocklist })).toMatchObject([{ code: "blocklist", severity: "refuse" }])
    expect(audit(parsePublicKey(publicLine("ecdsa_p256")), { blocklist })).toEqual([])
  })

  test("tells each line that names no key, and nothing of what stands there", () => {
    const lines = [...readBlocklist(`SHA256:short\n# fine\nsecret word\n${md5End}0\n${md5End.slice(1)}`)]
    expect(lines.map(({ line }) => line)).toEqual([1, 3, 4, 5])
    for (const found of lines) {
      expect(found).toMatchObject({ error: expect.any(KeyError) })
      expect(JSON.stringify(found)).not.toContain("secret")
    }
  })

  test("gives entries that it reads again as they are", () => {
    const entries = entriesOf([md5End, publicLine("rsa_2048"), fingerprintMd5(ed25519.blob)].join("\n"))
    expect(entriesOf([...entries].join("\n"))).toEqual(entries)
  })
})
