import { CoreError } from "@latchkey/core"
import { KeyError } from "@latchkey/engine"
import { type PrivateKey, parsePrivateKey } from "@latchkey/engine/private"
import { askPassword } from "../ask.ts"
import { canAsk, readSecret } from "../io.ts"

/** A private key, and the passphrase that it was encrypted with. Whoever asked for it wipes it. */
export interface OpenedKey {
  readonly key: PrivateKey
  readonly passphrase?: string
}

/**
 * Opens the private key in a file's bytes. An encrypted one is opened with the passphrase of a file, else it is asked for.
 *
 * @param label how the file is called in the question
 * @throws KeyError, CoreError `invalid` where nobody can be asked
 * @throws Cancelled
 */
export async function openPrivateKey(bytes: Uint8Array, label: string, passphraseFile?: string): Promise<OpenedKey> {
  try {
    return { key: await parsePrivateKey(bytes) }
  } catch (error) {
    if (!(error instanceof KeyError) || error.code !== "passphrase_required") throw error
  }
  const passphrase = passphraseFile === undefined ? await ask(label) : await readSecret(passphraseFile)
  return { key: await parsePrivateKey(bytes, { passphrase }), passphrase }
}

function ask(label: string): Promise<string> {
  if (canAsk()) return askPassword(`Passphrase of ${label}`)
  throw new CoreError("invalid", `${label} is encrypted, and there is no terminal to ask for its passphrase on`, {
    hint: "use --passphrase-file FILE, or --passphrase-file - for stdin",
  })
}
