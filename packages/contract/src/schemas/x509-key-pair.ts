import { z } from "zod"
import { id, timestamp } from "./time.ts"

export const X509KeyPair = z
  .object({
    id,
    name: z.string(),
    fingerprint: z.string().meta({ description: "SHA-1 over the certificate: hex pairs with colons" }),
    createdAt: timestamp,
  })
  .meta({ id: "X509KeyPair" })
export type X509KeyPair = z.infer<typeof X509KeyPair>

export const X509KeyPairList = z.object({ items: z.array(X509KeyPair) }).meta({ id: "X509KeyPairList" })
