import { randomBytes } from "@noble/hashes/utils.js"
import { KeyError } from "./error.ts"
import { encodeDsaPrivate } from "./formats/dsa-private.ts"
import { encryptLegacy } from "./formats/legacy-encryption.ts"
import { formatOpenssh, OPENSSH_RANDOM_LENGTH } from "./formats/openssh-key.ts"
import { formatPem } from "./formats/pem.ts"
import { encodePkcs1Private } from "./formats/pkcs1-private.ts"
import { encodePkcs8 } from "./formats/pkcs8.ts"
import { encryptPkcs8, PKCS8_RANDOM_LENGTH, type Pkcs8Kdf } from "./formats/pkcs8-encryption.ts"
import { formatPpk, PPK_RANDOM_LENGTH } from "./formats/ppk-private.ts"
import { encodeSec1 } from "./formats/sec1.ts"
import { keyTypes } from "./key-type.ts"
import type { PrivateKey } from "./private-key.ts"

/** Formats in which a private key is written. */
export type WritableFormat = "openssh" | "pkcs8" | "pem" | "ppk"

/** How a private key is written. */
export interface FormatPrivateKeyOptions {
  /**
   * - `openssh`: openssh-key-v1, for every type; the comment is kept
   * - `pkcs8`: PEM `PRIVATE KEY`, encrypted `ENCRYPTED PRIVATE KEY`: Ed25519, ECDSA, RSA, DSA
   * - `pem`: what `ssh-keygen -m PEM` writes, for tools that know nothing newer: `RSA PRIVATE KEY`, `EC PRIVATE KEY`,
   *   `DSA PRIVATE KEY`. Its encryption protects a weak passphrase badly
   * - `ppk`: PuTTY's, version 3: Ed25519, ECDSA, RSA, DSA; the comment is kept
   */
  readonly format: WritableFormat
  /** Encrypts the file. Absent or empty: it is written in the clear. */
  readonly passphrase?: string
  /** How `pkcs8` turns the passphrase into a key: `pbkdf2` unless said, which every tool reads. */
  readonly kdf?: Pkcs8Kdf
}

const writers: Readonly<
  Record<WritableFormat, (key: PrivateKey, options: FormatPrivateKeyOptions) => string | Promise<string>>
> = {
  openssh: (key, { passphrase }) => formatOpenssh(key, passphrase, randomBytes(OPENSSH_RANDOM_LENGTH)),
  ppk: (key, { passphrase }) => formatPpk(key, passphrase, randomBytes(PPK_RANDOM_LENGTH)),
  pkcs8: writePkcs8,
  pem: writePem,
}

/**
 * A private key as the text of a file, with a final line end. Secret.
 *
 * Throws `type_unsupported`, naming format and type, for a type that the format cannot hold.
 */
export async function formatPrivateKey(key: PrivateKey, options: FormatPrivateKeyOptions): Promise<string> {
  return writers[options.format](key, options)
}

async function writePkcs8(key: PrivateKey, { passphrase, kdf = "pbkdf2" }: FormatPrivateKeyOptions): Promise<string> {
  const der = encodePkcs8(key)
  try {
    if (passphrase === undefined || passphrase === "") return formatPem("PRIVATE KEY", der)
    const encrypted = await encryptPkcs8(der, passphrase, kdf, randomBytes(PKCS8_RANDOM_LENGTH))
    return formatPem("ENCRYPTED PRIVATE KEY", encrypted)
  } finally {
    der.fill(0)
  }
}

function writePem(key: PrivateKey, { passphrase }: FormatPrivateKeyOptions): string {
  const { label, der } = encodePem(key)
  try {
    if (passphrase === undefined || passphrase === "") return formatPem(label, der)
    const { headers, data } = encryptLegacy(der, passphrase, randomBytes(16))
    return formatPem(label, data, { headers })
  } finally {
    der.fill(0)
  }
}

function encodePem(key: PrivateKey): { readonly label: string; readonly der: Uint8Array } {
  const { family } = keyTypes[key.publicKey.type]
  if (family === "RSA") return { label: "RSA PRIVATE KEY", der: encodePkcs1Private(key) }
  if (family === "ECDSA") return { label: "EC PRIVATE KEY", der: encodeSec1(key, "alone") }
  if (family === "DSA") return { label: "DSA PRIVATE KEY", der: encodeDsaPrivate(key) }
  throw new KeyError("type_unsupported", `the older PEM formats have no form for ${family} keys`, {
    hint: "use the OpenSSH format",
  })
}
