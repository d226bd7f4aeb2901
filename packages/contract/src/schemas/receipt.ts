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

export const KeyReceipt = z
  .object({
    added: Receipt.meta({ description: "where the key is to open" }),
    removed: Receipt.meta({ description: "where it is to open no more, of the last 30 days" }),
  })
  .meta({ id: "KeyReceipt" })
export type KeyReceipt = z.infer<typeof KeyReceipt>
