import type { PublicKey } from "@latchkey/engine"
import { generateKey } from "@latchkey/engine/private"
import { signerOf, signSshsig } from "@latchkey/engine/signatures"

/** A machine's host key, with its private half. */
export interface HostKey {
  readonly publicKey: PublicKey
  /** The two lines by which it enrols. */
  lines(server: string, code: string): Promise<readonly string[]>
}

export async function newHostKey(): Promise<HostKey> {
  const key = await generateKey()
  const { publicKey } = key
  return {
    publicKey,
    async lines(server, code) {
      const text = Buffer.from(`latchkey-enrol 1\nserver ${server}\ncode ${code}\n`)
      const armour = await signSshsig(text, signerOf(key), { namespace: "latchkey-enrol" })
      return [
        `hostkey ${publicKey.type} ${Buffer.from(publicKey.blob).toString("base64")}`,
        `proof ${armour.replace(/^-.*$/gm, "").replaceAll("\n", "")}`,
      ]
    },
  }
}
