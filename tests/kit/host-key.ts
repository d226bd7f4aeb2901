import type { PublicKey } from "@latchkey/engine"
import { generateKey } from "@latchkey/engine/private"
import { signerOf, signSshsig } from "@latchkey/engine/signatures"

/** A machine's host key, with its private half. */
export interface HostKey {
  readonly publicKey: PublicKey
  /** The two lines by which it enrols. */
  lines(server: string, code: string): Promise<readonly string[]>
  /** The two lines that prove it by another text. */
  prove(text: string, namespace: string): Promise<readonly string[]>
}

export async function newHostKey(): Promise<HostKey> {
  const key = await generateKey()
  const { publicKey } = key
  async function prove(text: string, namespace: string): Promise<readonly string[]> {
    const armour = await signSshsig(Buffer.from(text), signerOf(key), { namespace })
    return [
      `hostkey ${publicKey.type} ${Buffer.from(publicKey.blob).toString("base64")}`,
      `proof ${armour.replace(/^-.*$/gm, "").replaceAll("\n", "")}`,
    ]
  }
  return {
    publicKey,
    prove,
    lines: (server, code) => prove(`latchkey-enrol 1\nserver ${server}\ncode ${code}\n`, "latchkey-enrol"),
  }
}
