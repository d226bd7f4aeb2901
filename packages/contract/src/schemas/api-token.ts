import { tokenScopes } from "@latchkey/core"
import { z } from "zod"
import { id, timestamp } from "./time.ts"

export const ApiToken = z
  .object({
    id,
    name: z.string(),
    scopes: z.array(z.enum(tokenScopes)),
    createdAt: timestamp,
    expiresAt: timestamp.nullable(),
    lastUsedAt: timestamp.nullable(),
    lastUsedFrom: z.string().nullable(),
  })
  .meta({ id: "ApiToken" })
export type ApiToken = z.infer<typeof ApiToken>

export const ApiTokenList = z.object({ items: z.array(ApiToken) }).meta({ id: "ApiTokenList" })

const tokenFields = {
  name: z.string().max(1000),
  scopes: z.array(z.enum(tokenScopes)).min(1),
  expiresAt: timestamp.optional().meta({ description: "absent: until it is deleted" }),
}

/** Whose tokens. */
const account = id.optional().meta({ description: "a robot of one's projects; absent: oneself" })

export const TokenListQuery = z.strictObject({ account })

export const TokenRequest = z.strictObject({ ...tokenFields, account }).meta({ id: "TokenRequest" })

export const SignInForTokenRequest = z
  .strictObject({
    identifier: z.string().max(300),
    password: z.string().max(4096),
    token: z.strictObject(tokenFields),
  })
  .meta({ id: "SignInForTokenRequest" })

export const NewToken = z
  .object({ token: ApiToken, secret: z.string().meta({ description: "shown this once" }) })
  .meta({ id: "NewToken" })
export type NewToken = z.infer<typeof NewToken>
