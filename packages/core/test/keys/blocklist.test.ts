import { createHash, randomBytes } from "node:crypto"
import { encodeBase64 } from "@latchkey/engine"
import { expect, test } from "vitest"
import { parseBlocklist } from "../../src/keys/blocklist.ts"
import {
  blocklistFaultsShown,
  longestBlocklist,
  maximumBlockedKeys,
  maximumBlocklistFaults,
} from "../../src/keys/key-policy.ts"

const sha256 = (blob: Uint8Array) => createHash("sha256").update(blob).digest("base64").slice(0, 43)

test("reads fingerprints of both kinds and public keys, and passes over comments", () => {
  const name = Buffer.from("\0\0\0\x0bssh-ed25519\0\0\0\x20", "latin1")
  const blob = Buffer.concat([name, randomBytes(32)])
  const hash = sha256(randomBytes(32))
  const text = [
    "\ufeff# keys of the leak of March",
    `SHA256:${hash} bob@laptop`,
    "MD5:AA:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99",
    "11:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99\r",
    "",
    `  ssh-ed25519 ${encodeBase64(blob)} alice@work`,
  ].join("\n")
  expect(parseBlocklist(text)).toEqual({
    fingerprints: [
      `SHA256:${hash}`,
      "MD5:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99",
      "MD5:11:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99",
      `SHA256:${sha256(blob)}`,
    ],
    duplicates: 0,
    faults: [],
    faultCount: 0,
  })
})

test("names the line of each entry that is none, and says nothing of what stands in it", () => {
  const text = ["SHA256:short", "# fine", "secret word", "hello"].join("\n")
  const { faults, faultCount, fingerprints } = parseBlocklist(text)
  expect(fingerprints).toEqual([])
  expect(faults.map(({ line }) => line)).toEqual([1, 3, 4])
  expect(faultCount).toBe(3)
  expect(JSON.stringify(faults)).not.toContain("secret")
})

test("counts a key that is there twice once", () => {
  const line = `SHA256:${sha256(randomBytes(8))}`
  expect(parseBlocklist(`${line}\n${line}=\n`)).toMatchObject({ fingerprints: [line], duplicates: 1 })
})

test("tells the first faults and counts the others", () => {
  const { faults, faultCount } = parseBlocklist("nonsense\n".repeat(blocklistFaultsShown + 5))
  expect(faults).toHaveLength(blocklistFaultsShown)
  expect(faultCount).toBe(blocklistFaultsShown + 5)
})

test("gives up on a text that names hardly a key", () => {
  expect(parseBlocklist("nonsense\n".repeat(maximumBlocklistFaults)).faultCount).toBe(maximumBlocklistFaults)
  const longest = "a\n".repeat(longestBlocklist / 2)
  expect(() => parseBlocklist(longest)).toThrow(/more than 10000 lines of it name no key/)
})

test("takes as many keys as it says, and not one more", () => {
  const lines = Array.from({ length: maximumBlockedKeys }, (_, index) => `SHA256:${sha256(Buffer.from(`${index}`))}`)
  expect(parseBlocklist(lines.join("\n")).fingerprints).toHaveLength(maximumBlockedKeys)
  expect(() => parseBlocklist([...lines, `SHA256:${sha256(Buffer.from("x"))}`].join("\n"))).toThrow(/at most 100000/)
})

test("refuses a text that is too long before it reads it", () => {
  expect(() => parseBlocklist("#".repeat(longestBlocklist + 1))).toThrow(/16 million/)
})

test("takes no private key, wherever it stands", () => {
  const text = `${"# long\n".repeat(200_000)}-----BEGIN OPENSSH PRIVATE KEY-----\n`
  expect(() => parseBlocklist(text)).toThrow(/this is a private key/)
})
