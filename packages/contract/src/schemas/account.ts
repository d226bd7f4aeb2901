import { languages, tokenScopes } from "@latchkey/core"
import { z } from "zod"
import { id, timestamp } from "./time.ts"

export const Account = z
  .object({
    id,
    handle: z.string(),
    email: z.string(),
    displayName: z.string(),
    language: z.enum(languages),
    role: z.enum(["admin", "member"]),
    publishesKeys: z.boolean().meta({ description: "whether GET /HANDLE.keys answers with this account's keys" }),
    createdAt: timestamp,
  })
  .meta({ id: "Account" })
export type Account = z.infer<typeof Account>

/** Who the request came from, and how far its proof reaches. */
export const WhoAmI = z
  .object({
    account: Account,
    by: z.enum(["login_session", "api_token"]),
    scopes: z.array(z.enum(tokenScopes)),
  })
  .meta({ id: "WhoAmI" })
export type WhoAmI = z.infer<typeof WhoAmI>

/** The bounds are the edge's; the rules (handle, e-mail, password) are core's. */
export const SetUpRequest = z
  .strictObject({
    token: z.string().max(200).meta({ description: "from the set-up link that the daemon printed" }),
    handle: z.string().max(100),
    email: z.string().max(300),
    displayName: z.string().trim().min(1).max(100),
    password: z.string().max(4096),
  })
  .meta({ id: "SetUpRequest" })

export const SignInRequest = z
  .strictObject({
    identifier: z.string().max(300).meta({ description: "handle or e-mail address" }),
    password: z.string().max(4096),
  })
  .meta({ id: "SignInRequest" })

export const AccountChange = z
  .strictObject({
    displayName: z.string().trim().min(1).max(100).optional(),
    language: z.enum(languages).optional(),
    publishesKeys: z.boolean().optional(),
  })
  .meta({ id: "AccountChange" })
