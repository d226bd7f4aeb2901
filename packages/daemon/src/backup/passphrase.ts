import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto"
import { type Identity, type Recipient, Stanza } from "age-encryption"

// age's own stanza of a passphrase (age-encryption.org/v1, "The scrypt recipient type"), over Node's scrypt: it gives its
// memory back at once, while that of age-encryption's stays until the garbage is collected.

/** The base-2 logarithm of scrypt's rounds; with it each guess costs 256 MiB. No file may ask for more. */
const workFactor = 18

const label = "age-encryption.org/v1/scrypt"
const saltLength = 16
const keyLength = 32
const cipher = "chacha20-poly1305"
const tagLength = 16
/** A key is used for one file key alone. */
const nonce = Buffer.alloc(12)

/** For whoever knows the passphrase. */
export function recipientOf(passphrase: string): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(saltLength)
      const sealing = createCipheriv(cipher, await keyOf(passphrase, salt, workFactor), nonce, {
        authTagLength: tagLength,
      })
      const body = Buffer.concat([sealing.update(fileKey), sealing.final(), sealing.getAuthTag()])
      return [new Stanza(["scrypt", salt.toString("base64").replaceAll("=", ""), String(workFactor)], body)]
    },
  }
}

/** Whoever knows the passphrase: opens a file key, or finds that it is the wrong one. */
export function identityOf(passphrase: string): Identity {
  return {
    async unwrapFileKey([stanza, ...others]) {
      const [kind, saltText = "", factorText = ""] = stanza?.args ?? []
      const salt = Buffer.from(saltText, "base64")
      const factor = /^[1-9]\d?$/.test(factorText) ? Number(factorText) : 0
      const isOurs = stanza?.args.length === 3 && others.length === 0 && kind === "scrypt"
      if (stanza === undefined || !isOurs || salt.length !== saltLength || stanza.body.length !== keyLength) {
        throw new Error("the file's first lines are not those of one passphrase")
      }
      if (factor < 1 || factor > workFactor) throw new Error("the file asks for more work than a backup does")
      const opening = createDecipheriv(cipher, await keyOf(passphrase, salt, factor), nonce, {
        authTagLength: tagLength,
      })
      opening.setAuthTag(stanza.body.subarray(-tagLength))
      const fileKey = opening.update(stanza.body.subarray(0, -tagLength))
      try {
        opening.final()
      } catch {
        return null
      }
      return fileKey
    },
  }
}

function keyOf(passphrase: string, salt: Buffer, factor: number): Promise<Buffer> {
  const options = { N: 2 ** factor, r: 8, p: 1, maxmem: 2 ** (factor + 11) }
  return new Promise((resolve, reject) => {
    scrypt(passphrase, Buffer.concat([Buffer.from(label), salt]), keyLength, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}
