import {
  accountKinds,
  defaultPageSize,
  keyTypeNames,
  loginKinds,
  maximumEndedLogins,
  maximumPageSize,
  refusalReasons,
} from "@latchkey/core"
import { z } from "zod"
import { id, timestamp } from "./time.ts"

const report = {
  id,
  kind: z.enum(loginKinds).meta({ description: "refusal: a key was offered that the server did not accept" }),
  at: timestamp.meta({ description: "the last one's moment, by Latchkey's clock" }),
  loginUser: z.string().meta({ description: "foreign text, escaped: whoever is refused chose it" }),
  address: z.string().meta({ description: "where it came from; foreign text, escaped" }),
  port: z.int(),
  fingerprint: z.string().meta({ description: "SHA256:..." }),
  key: z
    .object({ id, name: z.string(), keyType: z.enum(keyTypeNames), bits: z.int() })
    .nullable()
    .meta({ description: "of a member or robot of the server's project; null for all others and for a deleted key" }),
  owner: z.object({ id, handle: z.string(), kind: z.enum(accountKinds) }).nullable(),
  reason: z.enum(refusalReasons).nullable().meta({
    description:
      "why Latchkey had not let it in at that moment; of a login, too. changed-since: it is not known any more, as what the key opens was changed about then or since. null: it was to be let in, as while a change waits or with an option from=",
  }),
  count: z.int().meta({ description: "how many logins or refusals this stands for" }),
  firstAt: timestamp,
  openUntil: timestamp.nullable().meta({ description: "when its connection was seen to be closed" }),
  isOpen: z.boolean(),
  closing: z.boolean().meta({ description: "the server has been told to end it" }),
}

export const LoginReport = z.object(report).meta({ id: "LoginReport" })
export type LoginReport = z.infer<typeof LoginReport>

export const KeyLoginReport = z
  .object({ ...report, server: z.object({ id, name: z.string() }) })
  .meta({ id: "KeyLoginReport" })
export type KeyLoginReport = z.infer<typeof KeyLoginReport>

const page = { total: z.int(), nextCursor: z.string().optional() }

export const LoginReportPage = z
  .object({
    items: z.array(LoginReport),
    ...page,
    leftOut: z.int().meta({ description: "how many reports of this server were too many at once to be kept" }),
  })
  .meta({ id: "LoginReportPage" })
export type LoginReportPage = z.infer<typeof LoginReportPage>

export const KeyLoginReportPage = z
  .object({ items: z.array(KeyLoginReport), ...page })
  .meta({ id: "KeyLoginReportPage" })
export type KeyLoginReportPage = z.infer<typeof KeyLoginReportPage>

const paging = {
  limit: z.coerce.number().int().min(1).max(maximumPageSize).default(defaultPageSize),
  cursor: z.string().max(2000).optional(),
}

export const LoginReportQuery = z.strictObject({
  kind: z.enum(loginKinds).optional(),
  openOnly: z.stringbool().optional().meta({ description: "only logins whose connection still stands" }),
  search: z.string().max(200).optional().meta({
    description: "part of a login user, an address, a fingerprint, a key's name or its owner's handle",
  }),
  ...paging,
})

export const KeyLoginReportQuery = z.strictObject(paging)

export const LoginEndRequest = z
  .strictObject({
    loginIds: z.array(id).min(1).max(maximumEndedLogins).optional().meta({ description: "ids of login reports" }),
    fingerprint: z
      .string()
      .regex(/^SHA256:[A-Za-z0-9+/]{43}$/)
      .optional()
      .meta({ description: "SHA256:..., ends all open logins with this key" }),
  })
  .refine(({ loginIds, fingerprint }) => (loginIds === undefined) !== (fingerprint === undefined), {
    message: "give loginIds or a fingerprint",
  })
  .meta({ id: "LoginEndRequest" })

export const LoginEnding = z
  .object({ ending: z.int().meta({ description: "how many open logins the server is told to end" }) })
  .meta({ id: "LoginEnding" })
export type LoginEnding = z.infer<typeof LoginEnding>
