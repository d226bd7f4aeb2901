import { z } from "zod"
import { effect } from "./server.ts"
import { id, timestamp } from "./time.ts"

const loginUser = z.string()
const key = z.object({ id, name: z.string(), fingerprint: z.string().meta({ description: "SHA256:..." }) })

export const ReplacementRequest = z
  .strictObject({
    newKeyId: id.meta({ description: "another key of the same account, which opens" }),
    removeAfterLogin: z
      .boolean()
      .meta({ description: "take the old key from a login user once somebody has signed in there with the new one" }),
  })
  .meta({ id: "ReplacementRequest" })

export const ReplacedPlace = z
  .strictObject({ serverId: id, loginUser: z.string().max(200) })
  .meta({ id: "ReplacedPlace" })

export const KeyReplacement = z
  .object({
    oldKey: key,
    newKey: key,
    removeAfterLogin: z.boolean(),
    startedAt: timestamp,
    places: z
      .array(
        z.object({
          server: z.object({ id, name: z.string() }),
          loginUser,
          newKey: z
            .object({
              ...effect,
              seenAt: timestamp.nullable().meta({ description: "when it was last seen to open it" }),
            })
            .nullable()
            .meta({ description: "null: it does not open, as when it was disabled meanwhile" }),
          oldKey: z.enum(["opens", "removing", "removed"]).meta({
            description: "removing: the server has not acknowledged yet that it is gone",
          }),
        }),
      )
      .meta({ description: "where the old key opens, or did before it was removed there; by server and login user" }),
  })
  .meta({ id: "KeyReplacement" })
export type KeyReplacement = z.infer<typeof KeyReplacement>

export const ReplacementOfKey = z
  .object({ replacement: KeyReplacement.nullable().meta({ description: "null: the key takes part in none" }) })
  .meta({ id: "ReplacementOfKey" })
