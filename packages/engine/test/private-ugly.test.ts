import { describe, expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { encodeSection } from "../src/formats/openssh-section.ts"
import { encodeBase64 } from "../src/index.ts"
import { formatPrivateKey, parsePrivateKey } from "../src/private.ts"
import { asciiBytes, concatBytes, encodeStrings } from "../src/wire.ts"
import { readVectorText } from "./kit/vectors.ts"
import { openWorkshop } from "./kit/workshop.ts"

const passphrase = "correct-horse"
const names = [
  "openssh_ed25519",
  "openssh_ed25519_aes256-ctr",
  "puttygen_v2_rsa_3072.ppk",
  "puttygen_v3_ed25519_encrypted.ppk",
  "ssh_keygen_pem_rsa_3072_encrypted",
  "ssh_keygen_pkcs8_ecdsa_p256_encrypted",
  "openssl_pkcs8_ed25519",
]

const uglinesses: Readonly<Record<string, (text: string) => string | Uint8Array>> = {
  windows_line_ends: (text) => text.replace(/\n/g, "\r\n"),
  old_mac_line_ends: (text) => text.replace(/\n/g, "\r"),
  byte_order_mark: (text) => `\ufeff${text}`,
  powershell_redirection: (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  no_final_newline: (text) => text.trimEnd(),
  mail_around: (text) => `Hi,\n\nhere is the key:\n\n${text}\n-- \nAlice\n`,
  mail_quote: (text) => text.replace(/^/gm, "> "),
  indented_like_yaml: (text) => `key: |\n${text.replace(/^/gm, "    ")}`,
  json_string: (text) => JSON.stringify({ key: text }),
  blank_lines: (text) => text.replace(/\n/g, "\n\n"),
}

describe.for(Object.entries(uglinesses))("a private key with %s", ([, spoil]) => {
  test.for(names)("in %s is the same key", async (name) => {
    const text = readVectorText(`valid/private/${name}`)
    const key = await parsePrivateKey(text, { passphrase })
    const same = await parsePrivateKey(spoil(text), { passphrase })
    expect(same.publicKey).toEqual(key.publicKey)
    expect(same.secretFields).toEqual(key.secretFields)
  })
})

/** A plain file around any section. */
function opensshFile(blob: Uint8Array, section: Uint8Array): string {
  const head = encodeStrings([asciiBytes("none"), asciiBytes("none"), new Uint8Array(0)])
  const frame = [asciiBytes("openssh-key-v1\0"), head, Uint8Array.of(0, 0, 0, 1), encodeStrings([blob, section])]
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${encodeBase64(concatBytes(frame))}\n-----END OPENSSH PRIVATE KEY-----\n`
}

describe("an OpenSSH file whose padding", async () => {
  const key = await parsePrivateKey(readVectorText("valid/private/openssh_ed25519"))
  const padded = encodeSection(key, 8, Uint8Array.of(1, 2, 3, 4))
  const counted = (padded.at(-1) ?? 0) <= 8 ? (padded.at(-1) ?? 0) : 0
  const bare = padded.subarray(0, padded.length - counted)
  const withPadding = (padding: number[]) =>
    opensshFile(key.publicKey.blob, concatBytes([bare, Uint8Array.from(padding)]))
  const count = (length: number) => Array.from({ length }, (_, index) => (index + 1) & 0xff)

  test.for([counted, counted + 8, counted + 256])("is %i bytes long is opened", async (length) => {
    const { secretFields } = await parsePrivateKey(withPadding(count(length)))
    expect(secretFields).toEqual(key.secretFields)
  })

  test.for([
    ["is missing", []],
    ["is one byte short", count(counted - 1)],
    ["is one byte long too many", count(counted + 1)],
    ["counts from 0", count(counted).map((byte) => byte - 1)],
    ["is of zeros", count(counted).map(() => 0)],
    ["goes wrong at its end", [...count(counted + 7), 0]],
  ] as const)("%s is refused", async ([, padding]) => {
    await expect(parsePrivateKey(withPadding([...padding]))).rejects.toThrow(
      expect.objectContaining({ code: "format_invalid" }),
    )
  })
})

describe.skipIf(requireTool("ssh-keygen", "openssh-client") === undefined)("a comment", () => {
  const { must, read, run, write } = openWorkshop()

  test.for(["", "x", "spaces  and # signs", "Zoë «🔑»", "a".repeat(1000)])(
    "of '%s' is kept both ways",
    async (comment) => {
      const name = `key${comment.length}`
      must("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", name])
      const key = await parsePrivateKey(read(name))
      expect(key.publicKey.comment).toBe(comment)
      write(`${name}.again`, await formatPrivateKey(key, { format: "openssh" }))
      expect(must("ssh-keygen", ["-y", "-f", `${name}.again`])).toBe(must("ssh-keygen", ["-y", "-f", name]))
    },
  )

  test("with a NUL is refused here and there", async () => {
    const key = await parsePrivateKey(readVectorText("valid/private/openssh_ed25519"))
    const section = encodeSection(key, 8, Uint8Array.of(1, 2, 3, 4))
    const text = Buffer.from(section).toString("latin1").replace("alice@laptop", "alic\0@laptop")
    const spoiled = opensshFile(key.publicKey.blob, Buffer.from(text, "latin1"))
    await expect(parsePrivateKey(spoiled)).rejects.toThrow(expect.objectContaining({ code: "format_invalid" }))
    write("nul", spoiled)
    expect(run("ssh-keygen", ["-y", "-f", "nul"]).status).not.toBe(0)
  })

  test("that is not UTF-8 is read as Latin-1", async () => {
    const key = await parsePrivateKey(readVectorText("valid/private/openssh_ed25519"))
    const section = encodeSection(key, 8, Uint8Array.of(1, 2, 3, 4))
    const text = Buffer.from(section).toString("latin1").replace("alice@laptop", "alic\xe9@laptop")
    const spoiled = opensshFile(key.publicKey.blob, Buffer.from(text, "latin1"))
    expect((await parsePrivateKey(spoiled)).publicKey.comment).toBe("alicé@laptop")
  })
})
