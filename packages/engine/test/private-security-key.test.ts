import { describe, expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { formatPublicKey, keyTypes, parsePublicKey } from "../src/index.ts"
import { createPrivateKey, formatPrivateKey, parsePrivateKey, type WritableFormat } from "../src/private.ts"
import { publicLine } from "./kit/vectors.ts"
import { openWorkshop } from "./kit/workshop.ts"

const passphrase = "correct-horse"
/** Touch and resident; a handle as long as real devices give; nothing reserved. */
const secretFields = [Uint8Array.of(0x21), new Uint8Array(128).fill(7), new Uint8Array(0)]

describe.for(["ed25519_sk", "ecdsa_sk"])("the file of a security key, %s,", (name) => {
  const publicKey = parsePublicKey(publicLine(name))
  const key = createPrivateKey(publicKey, secretFields)

  describe.skipIf(requireTool("ssh-keygen", "openssh-client") === undefined)("with ssh-keygen", () => {
    const { must, read, write } = openWorkshop()

    test.for(["", passphrase])(
      "is opened, and what ssh-keygen saves is opened here, passphrase '%s'",
      async (secret) => {
        write("key", await formatPrivateKey(key, { format: "openssh", passphrase: secret }))
        expect(must("ssh-keygen", ["-y", "-P", secret, "-f", "key"]).trimEnd()).toBe(formatPublicKey(publicKey))
        must("ssh-keygen", ["-p", "-P", secret, "-N", passphrase, "-a", "1", "-f", "key"])
        const opened = await parsePrivateKey(read("key"), { passphrase })
        expect(opened.publicKey).toEqual(publicKey)
        expect(opened.secretFields).toEqual(secretFields)
      },
    )
  })

  test.for(["pkcs8", "pem", "ppk"] satisfies WritableFormat[])("has no form in %s", async (format) => {
    const { family } = keyTypes[publicKey.type]
    await expect(formatPrivateKey(key, { format })).rejects.toThrow(
      expect.objectContaining({ code: "type_unsupported", message: expect.stringContaining(family) }),
    )
  })
})
