import { keyClaimStates, ownershipNamespace } from "@latchkey/core"
import { z } from "zod"
import { SshKey } from "./ssh-key.ts"
import { id, timestamp } from "./time.ts"

const account = id.optional().meta({ description: "a robot of one's projects; absent: oneself" })

export const OwnershipChallengeRequest = z
  .strictObject({
    publicKey: z.string().min(1).max(20_000).meta({ description: "one public key in any format" }),
    account,
  })
  .meta({ id: "OwnershipChallengeRequest" })

export const OwnershipChallenge = z
  .object({
    id,
    fingerprint: z.string().meta({ description: "SHA256:..." }),
    text: z.string().meta({ description: "to be signed as it stands; one line end may follow" }),
    namespace: z.literal(ownershipNamespace).meta({ description: "of the signature: ssh-keygen -Y sign -n" }),
    code: z.string().meta({ description: "or sign in at the gateway with the key: ssh ... verify CODE" }),
    expiresAt: timestamp,
  })
  .meta({ id: "OwnershipChallenge" })
export type OwnershipChallenge = z.infer<typeof OwnershipChallenge>

export const OwnershipProof = z
  .strictObject({
    signature: z
      .string()
      .min(1)
      .max(20_000)
      .meta({ description: "what ssh-keygen -Y sign printed: -----BEGIN SSH SIGNATURE----- ..." }),
  })
  .meta({ id: "OwnershipProof" })

export const KeyClaim = z
  .object({
    id,
    side: z.enum(["claimant", "holder"]).meta({ description: "what oneself is in it" }),
    state: z.enum(keyClaimStates),
    fingerprint: z.string(),
    publicKey: z.string().meta({ description: "one OpenSSH line: type, base64" }),
    keyName: z.string().meta({ description: "what the holder called the key; empty for the claimant" }),
    provenAt: timestamp,
    takesEffectAt: timestamp,
    reason: z.string().nullable().meta({ description: "why the claimant could not have the key" }),
  })
  .meta({ id: "KeyClaim" })
export type KeyClaim = z.infer<typeof KeyClaim>

export const KeyClaimList = z.object({ items: z.array(KeyClaim) }).meta({ id: "KeyClaimList" })

export const KeyClaimQuery = z.strictObject({ account })

export const OwnershipResult = z
  .discriminatedUnion("outcome", [
    z.object({ outcome: z.enum(["verified", "registered", "taken_over"]), key: SshKey }),
    z.object({ outcome: z.literal("waiting"), claim: KeyClaim }),
  ])
  .meta({ id: "OwnershipResult" })
export type OwnershipResult = z.infer<typeof OwnershipResult>
