import { z } from "zod"
import { timestamp } from "./time.ts"

// The lines of the exported chain. They are read by whoever verifies: what was changed must still have this form, so what
// an event holds is looked at no closer than needed.

const position = z.number()
const link = z.string()

const Signature = z.object({ signedAt: timestamp, publicKey: z.string(), signature: z.string() })

const Seal = z.object({ number: position, place: position, link, signature: Signature.nullable() })

/** The first line. `start` is where the chain begins: at number 0, or behind events that retention removed. */
export const ChainStartLine = z.object({
  chain: z.object({
    format: z.literal("latchkey-audit-1"),
    installation: z.string(),
    start: Seal,
    signingKeys: z.array(z.string()),
    /** Days for which the daemon keeps events, 0 for ever. */
    keptDays: z.number(),
    /** The last head that the daemon signed, as it keeps it outside of its database. */
    lastSigned: z.object({ number: position, link }).nullable(),
  }),
})

export const ChainEventLine = z.object({
  place: position,
  link,
  event: z.looseObject({ id: z.string(), at: z.string(), action: z.string() }),
})

export const ChainSealLine = z.object({ seal: Seal })

/** The last line: without it the rest was cut off. */
export const ChainEndLine = z.object({ end: z.object({ unsealed: z.number() }) })

/** A line after the first. */
export const ChainLine = z.union([ChainEventLine, ChainSealLine, ChainEndLine])

export type ChainStartLine = z.infer<typeof ChainStartLine>
export type ChainLine = z.infer<typeof ChainLine>
