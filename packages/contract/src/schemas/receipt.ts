import { z } from "zod"
import { id, timestamp } from "./time.ts"

const Receipt = z
  .object({
    total: z.int().meta({ description: "how many servers it concerns" }),
    inEffect: z.int().meta({ description: "how many of them go by it" }),
    since: timestamp.nullable().meta({ description: "when the last of those took it" }),
    waiting: z
      .array(
        z.object({
          server: z.object({ id, name: z.string() }),
          loginUser: z.string(),
          since: timestamp,
          lastContactAt: timestamp.nullable(),
          policy: z.enum(["keep", "break-glass", "deny"]).meta({
            description:
              "what the server does with its keys once it has heard nothing for a day, as far as it has said; else keep",
          }),
          refusesFrom: timestamp.nullable().meta({
            description: "when it lets the key in no more at the latest, even if it hears nothing; null: it may go on",
          }),
        }),
      )
      .meta({ description: "where it is not in effect yet: on servers that one may see" }),
  })
  .meta({ id: "Receipt" })
export type Receipt = z.infer<typeof Receipt>

const since = timestamp
  .optional()
  .meta({ description: "from when on removals count that are in effect; those of the last 30 days at most" })
export const ReceiptQuery = z.strictObject({ since })
export const AccountReceiptQuery = z.strictObject({
  since,
  projectId: id.optional().meta({ description: "on the servers of this project alone" }),
})

export const KeyReceipt = z
  .object({
    added: Receipt.meta({ description: "where the keys are to open" }),
    removed: Receipt.meta({ description: "where they are to open no more" }),
  })
  .meta({ id: "KeyReceipt" })
export type KeyReceipt = z.infer<typeof KeyReceipt>
