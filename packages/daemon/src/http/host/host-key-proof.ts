import type { ServerId } from "@latchkey/core"
import { fingerprintSha256, KeyError, type PublicKey } from "@latchkey/engine"
import { verifySshsig } from "@latchkey/engine/signatures"
import { RequestFault } from "../request-fault.ts"

/** A host key, and what is to prove that whoever sent it holds its private half. */
export interface ProvableKey {
  readonly key: PublicKey
  /** An SSH signature without its armour, in base64. */
  readonly proof: string
}

/** What such a signature is for (PROTOCOL.sshsig). */
const enrolmentNamespace = "latchkey-enrol"

/** Those of the keys that have signed a text. */
export function provenKeys(keys: readonly ProvableKey[], text: string, namespace: string): readonly PublicKey[] {
  return keys.flatMap(({ key, proof }) => {
    try {
      verifySshsig(Buffer.from(text), Buffer.from(proof, "base64"), { namespace, key })
      return [key]
    } catch (error) {
      if (error instanceof KeyError) return []
      throw error
    }
  })
}

/**
 * Whoever has read a code could else claim the host keys of a machine that is not theirs, which are public. The text
 * holds code and server, so that a proof is good for one enrolment alone.
 *
 * @throws RequestFault for a key whose proof is none
 */
export function requireProofs(keys: readonly ProvableKey[], server: ServerId, code: string): readonly PublicKey[] {
  const text = Buffer.from(`latchkey-enrol 1\nserver ${server}\ncode ${code}\n`)
  return keys.map(({ key, proof }) => {
    try {
      verifySshsig(text, Buffer.from(proof, "base64"), { namespace: enrolmentNamespace, key })
      return key
    } catch (error) {
      if (!(error instanceof KeyError)) throw error
      throw new RequestFault(
        400,
        `the host key ${fingerprintSha256(key.blob)} comes without a proof that this machine holds it: ${error.message}`,
        "run the command again, on the machine itself; its ssh-keygen has to sign with the host key",
      )
    }
  })
}
