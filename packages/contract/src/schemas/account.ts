import {
  defaultPageSize,
  languages,
  largestKeyQuota,
  maximumPageSize,
  roles,
  themes,
  tokenScopes,
} from "@latchkey/core"
import { z } from "zod"
import { id, timestamp } from "./time.ts"

const accountFields = {
  id,
  handle: z.string(),
  displayName: z.string(),
  keyQuota: z.int().meta({ description: "how many SSH keys the account may hold" }),
  createdAt: timestamp,
  disabledAt: timestamp.nullable(),
  revision: z.int().meta({ description: "grows with each change of the account" }),
}

export const Person = z
  .object({
    kind: z.literal("person"),
    ...accountFields,
    email: z.string(),
    language: z.enum(languages),
    theme: z.enum(themes),
    role: z.enum(roles),
    publishesKeys: z.boolean().meta({ description: "whether GET /HANDLE.keys answers with this account's keys" }),
  })
  .meta({ id: "Person" })
export type Person = z.infer<typeof Person>

export const Robot = z
  .object({
    kind: z.literal("robot"),
    ...accountFields,
    projectId: id,
    disabledByAdmin: z
      .boolean()
      .meta({ description: "whether an administrator disabled it: only one can enable it again" }),
  })
  .meta({ id: "Robot" })
export type Robot = z.infer<typeof Robot>

export const Account = z.discriminatedUnion("kind", [Person, Robot]).meta({ id: "Account" })
export type Account = z.infer<typeof Account>

const tally = {
  keyCount: z.int(),
  lastSeenAt: timestamp.nullable().meta({ description: "when it last did anything here" }),
}

export const ListedRobot = z.object({ ...Robot.shape, ...tally }).meta({ id: "ListedRobot" })
export type ListedRobot = z.infer<typeof ListedRobot>

export const ListedAccount = z
  .discriminatedUnion("kind", [
    z.object({ ...Person.shape, ...tally }),
    z.object({ ...ListedRobot.shape, projectName: z.string() }),
  ])
  .meta({ id: "ListedAccount" })
export type ListedAccount = z.infer<typeof ListedAccount>

export const AccountPage = z
  .object({ items: z.array(ListedAccount), total: z.int(), nextCursor: z.string().optional() })
  .meta({ id: "AccountPage" })
export type AccountPage = z.infer<typeof AccountPage>

export const AccountListQuery = z.strictObject({
  search: z.string().max(300).optional().meta({ description: "part of a handle, display name or e-mail address" }),
  kind: z.enum(["person", "robot"]).optional(),
  limit: z.coerce.number().int().min(1).max(maximumPageSize).default(defaultPageSize),
  cursor: z.string().max(2000).optional(),
})

export const ManagedChange = z
  .strictObject({
    role: z.enum(roles).optional(),
    keyQuota: z.int().min(0).max(largestKeyQuota).optional(),
    revision: z.int().meta({ description: "the account's revision as it was when the change was decided" }),
  })
  .meta({ id: "ManagedChange" })

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
    language: z.enum(languages).optional().meta({ description: "English when absent" }),
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
    theme: z.enum(themes).optional(),
    publishesKeys: z.boolean().optional(),
  })
  .meta({ id: "AccountChange" })

const password = z.string().max(4096)

export const EmailChange = z
  .strictObject({ email: z.string().max(300), currentPassword: password })
  .meta({ id: "EmailChange" })

export const PasswordChange = z
  .strictObject({ password: password.meta({ description: "the new one" }), currentPassword: password })
  .meta({ id: "PasswordChange" })

export const LoginSession = z
  .object({
    id,
    device: z.string().nullable().meta({ description: 'the browser in a few words: "Firefox, Linux"' }),
    address: z.string().nullable(),
    createdAt: timestamp,
    lastSeenAt: timestamp,
    isCurrent: z.boolean().meta({ description: "whether this request came with it" }),
  })
  .meta({ id: "LoginSession" })
export type LoginSession = z.infer<typeof LoginSession>

export const LoginSessionList = z.object({ items: z.array(LoginSession) }).meta({ id: "LoginSessionList" })
