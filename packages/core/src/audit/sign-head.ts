import type { Context } from "../ports.ts"
import { day } from "../time.ts"
import { type AuditSeal, headText } from "./audit-seal.ts"

/** The installation's Ed25519 key, where this daemon has it. */
export interface HeadSigner {
  /** Base64 of its public half's 32 bytes. */
  readonly publicKey: string
  /** Base64 of the signature over a text in UTF-8. */
  sign(text: string): string
}

/**
 * Signs the newest seal, when none was signed in the last day. What is signed stays provable to whoever has the public
 * key, also against somebody who can change the whole database.
 *
 * @returns the seal with its signature, when one was made
 */
export function signAuditHead(
  { database, clock }: Context,
  signer: HeadSigner,
): Promise<(Required<Pick<AuditSeal, "signature">> & AuditSeal) | undefined> {
  return database.transaction(async ({ accounts, auditSeals }) => {
    const now = clock.now()
    const [head, last] = [await auditSeals.head(), await auditSeals.lastSigned()]
    if (head === undefined || head.signature !== undefined) return undefined
    const lastAt = last?.signature?.signedAt
    // A clock set back must not put it off.
    if (lastAt !== undefined && lastAt <= now && now - lastAt < day) return undefined
    const text = headText(await accounts.installationId(), head, now)
    const signature = { signedAt: now, publicKey: signer.publicKey, signature: signer.sign(text) }
    await auditSeals.sign(head.number, signature)
    return { ...head, signature }
  })
}
