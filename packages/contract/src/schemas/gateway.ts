import { z } from "zod"

/** The SSH gateway, as people reach it. */
export const Gateway = z
  .discriminatedUnion("state", [
    z.object({
      state: z.literal("on"),
      /** The system user that the daemon runs as. */
      user: z.string(),
      host: z.string(),
      port: z.int(),
      hostKeys: z.array(z.object({ keyType: z.string(), fingerprint: z.string(), publicKey: z.string() })),
    }),
    z.object({ state: z.literal("off"), reason: z.string(), hint: z.string().optional() }),
  ])
  .meta({ id: "Gateway" })
export type Gateway = z.infer<typeof Gateway>
