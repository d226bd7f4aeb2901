import { accountKinds, foundDecisions, foundKeyRequests, keyTypeNames } from "@latchkey/core"
import { z } from "zod"
import { id, timestamp } from "./time.ts"

export const FoundKey = z
  .object({
    id,
    loginUser: z.string(),
    keyType: z.enum(keyTypeNames),
    bits: z.int(),
    fingerprint: z.string().meta({ description: "SHA256:..." }),
    comment: z.string().meta({ description: "foreign text, escaped" }),
    options: z.string().meta({ description: "as they stand in front of the key; foreign text, escaped" }),
    decision: z.enum(foundDecisions).meta({
      description:
        "undecided: it opens the server as before; break-glass: also in the stale policy break-glass; dropped: not any more",
    }),
    decisionInEffect: z.boolean().meta({ description: "whether the server has acknowledged it" }),
    holder: z
      .object({ id, handle: z.string(), kind: z.enum(accountKinds) })
      .nullable()
      .meta({ description: "the member or robot of the project who has registered this key" }),
    seenAt: timestamp,
  })
  .meta({ id: "FoundKey" })
export type FoundKey = z.infer<typeof FoundKey>

export const FoundKeyList = z
  .object({
    items: z.array(FoundKey),
    reportedAt: timestamp.nullable().meta({ description: "null until the server has said what it found" }),
  })
  .meta({ id: "FoundKeyList" })
export type FoundKeyList = z.infer<typeof FoundKeyList>

export const FoundKeyDecision = z
  .strictObject({
    decision: z.enum(foundKeyRequests).meta({
      description: "adopt: register it and give it access; keep: it opens the server as before",
    }),
    accountId: id.optional().meta({ description: "who adopts it, a robot of the project; absent: oneself" }),
    name: z.string().max(1000).optional().meta({ description: "of the adopted key; absent: made from its comment" }),
  })
  .meta({ id: "FoundKeyDecision" })
export type FoundKeyDecision = z.infer<typeof FoundKeyDecision>

/** The path of a found key of a server. */
export const foundKeyOfServer = z.object({ id, foundId: id })
