import { maximumPageSize } from "@latchkey/core"
import { z } from "zod"
import { owner } from "./server.ts"
import { id } from "./time.ts"

export const ClosingsRequest = z
  .strictObject({
    keyIds: z
      .array(id)
      .min(1)
      .max(maximumPageSize)
      .optional()
      .meta({ description: "keys of one's own and of robots of one's projects" }),
    deleted: z.boolean().optional().meta({
      description:
        "with keyIds: they are to be deleted, which ends a replacement by one of them; not only to be disabled",
    }),
    accountId: id.optional().meta({ description: "in place of keyIds: all keys of an account" }),
    projectId: id.optional().meta({ description: "with accountId: on the servers of this project alone" }),
  })
  .meta({ id: "ClosingsRequest" })
export type ClosingsRequest = z.infer<typeof ClosingsRequest>

export const Closings = z
  .object({
    places: z
      .array(
        z.object({
          server: z.object({ id, name: z.string() }),
          loginUser: z.string(),
          keys: z.int().meta({ description: "how many of the keys open it" }),
          isLastKey: z.boolean().meta({ description: "no other key opens it" }),
          losers: z.array(owner).meta({ description: "whose last key for it is among them" }),
        }),
      )
      .meta({ description: "what the keys open, by server and login user" }),
    hiddenServers: z.int().meta({ description: "how many servers besides, which one may not see" }),
  })
  .meta({ id: "Closings" })
export type Closings = z.infer<typeof Closings>
