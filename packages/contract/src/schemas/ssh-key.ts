import {
  accountKinds,
  defaultPageSize,
  keyHealths,
  keySorts,
  keySources,
  keyTypeNames,
  maximumImport,
  maximumPageSize,
  weaknessCodes,
} from "@latchkey/core"
import { z } from "zod"
import { Problem } from "./problem.ts"
import { id, timestamp } from "./time.ts"

export const KeyUse = z
  .discriminatedUnion("state", [
    z.object({ state: z.literal("used"), at: timestamp, from: z.string().optional() }),
    z.object({ state: z.literal("never") }),
    z.object({ state: z.literal("unknown") }),
  ])
  .meta({ id: "KeyUse" })

const keySource = z.enum(keySources).meta({
  description:
    "generate: whatever sent the key says that it had just made the pair; openstack: made here for an OpenStack client",
})

export const KeyConcern = z
  .object({
    code: z.enum(weaknessCodes),
    severity: z.enum(["refuse", "warn"]).meta({ description: "refuse: no such key is admitted any more" }),
    message: z.string(),
    hint: z.string(),
    about: z
      .string()
      .optional()
      .meta({ description: "what the message names: a device, a factor, another key, an entry of a blocklist" }),
  })
  .meta({ id: "KeyConcern" })
export type KeyConcern = z.infer<typeof KeyConcern>

export const SshKey = z
  .object({
    id,
    owner: z
      .object({
        id,
        handle: z.string(),
        kind: z.enum(accountKinds),
        projectId: id.optional().meta({ description: "what a robot belongs to" }),
      })
      .meta({ description: "the account that holds it" }),
    name: z.string(),
    keyType: z.enum(keyTypeNames),
    bits: z.int(),
    fingerprint: z.string().meta({ description: "SHA256:..." }),
    md5Fingerprint: z.string().meta({ description: "MD5:aa:bb:..." }),
    comment: z.string().meta({ description: "control and invisible characters are shown as escapes" }),
    publicKey: z.string().meta({ description: "one OpenSSH line: type, base64, comment" }),
    createdAt: timestamp,
    source: keySource,
    isDefault: z.boolean(),
    expiresAt: timestamp.nullable(),
    disabledAt: timestamp.nullable(),
    verifiedAt: timestamp.nullable(),
    lastUse: KeyUse,
    status: z.enum(["stopped", "weak", "expired", "expiring", "disabled", "unused", "active"]),
    concerns: z
      .array(KeyConcern)
      .meta({ description: "why the key is weak, or stopped by the key policy, the worst first; else none" }),
  })
  .meta({ id: "SshKey" })
export type SshKey = z.infer<typeof SshKey>

export const KeyPage = z
  .object({ items: z.array(SshKey), total: z.int(), nextCursor: z.string().optional() })
  .meta({ id: "KeyPage" })
export type KeyPage = z.infer<typeof KeyPage>

const keyTypeList = z
  .string()
  .max(400)
  .transform((text) => text.split(","))
  .pipe(z.array(z.enum(keyTypeNames)))

/** Whose keys. */
const account = id.optional().meta({ description: "a robot of one's projects; absent: oneself" })

export const KeyListQuery = z
  .strictObject({
    account,
    project: id
      .optional()
      .meta({ description: "beside one's own keys those of this project's robots; not with account" }),
    own: z.stringbool().optional().meta({ description: "with project: false leaves one's own keys out" }),
    search: z
      .string()
      .max(20_000)
      .optional()
      .meta({ description: "part of a name, comment or fingerprint, or a whole public key" }),
    name: z.string().max(1000).optional().meta({ description: "exactly this name" }),
    types: keyTypeList.optional().meta({ description: "key types, separated by commas" }),
    use: z.enum(["last-7-days", "older-than-90-days", "never"]).optional(),
    isDefault: z.stringbool().optional().meta({ description: "only default keys, or only others" }),
    health: z
      .enum(keyHealths)
      .optional()
      .meta({ description: "only keys that are so; notice: those that expire within 14 days, expiring: within 30" }),
    attention: z
      .stringbool()
      .optional()
      .meta({ description: "only keys that are weak, stopped, expiring, expired, disabled or unused" }),
    sort: z.enum(keySorts).default("last-used"),
    order: z.enum(["ascending", "descending"]).default("descending"),
    limit: z.coerce.number().int().min(1).max(maximumPageSize).default(defaultPageSize),
    cursor: z.string().max(2000).optional(),
  })
  .refine(({ account, project }) => account === undefined || project === undefined, {
    path: ["project"],
    message: "give an account or a project, not both",
  })
  .refine(({ own, project }) => own === undefined || project !== undefined, {
    path: ["own"],
    message: "give a project with it",
  })

/** In bytes. */
export const importBodyLimit = 1024 * 1024

export const KeyImportRequest = z
  .strictObject({
    keys: z
      .array(
        z.strictObject({
          text: z.string().min(1).meta({ description: "one or more public keys in any format" }),
          name: z.string().max(1000).optional().meta({ description: "for a text with one key" }),
          isDefault: z.boolean().optional(),
          expiresAt: timestamp.optional(),
          source: z.enum(keySources).exclude(["openstack"]).optional().meta({ description: "absent: import" }),
        }),
      )
      .min(1)
      .max(maximumImport),
    account,
  })
  .meta({ id: "KeyImportRequest" })

const Refusal = Problem.pick({ code: true, detail: true, hint: true, fields: true }).meta({ id: "Refusal" })

export const KeyImportResult = z
  .object({
    results: z.array(
      z.discriminatedUnion("outcome", [
        z.object({
          outcome: z.literal("imported"),
          item: z.int(),
          line: z.int(),
          key: SshKey,
          expiresByPolicy: z
            .boolean()
            .meta({ description: "no expiry was asked for; the key has one because of the policy's maximum lifetime" }),
        }),
        z.object({ outcome: z.literal("refused"), item: z.int(), line: z.int(), error: Refusal }),
      ]),
    ),
  })
  .meta({ id: "KeyImportResult" })
export type KeyImportResult = z.infer<typeof KeyImportResult>

export const KeyChange = z
  .strictObject({
    name: z.string().max(1000).optional(),
    isDefault: z.boolean().optional(),
    expiresAt: timestamp.nullable().optional().meta({ description: "null takes the expiry away" }),
  })
  .meta({ id: "KeyChange" })

export const KeyDeleteRequest = z
  .strictObject({ ids: z.array(id).min(1).max(maximumPageSize) })
  .meta({ id: "KeyDeleteRequest" })

export const KeyDeleteResult = z
  .object({
    results: z.array(
      z.discriminatedUnion("outcome", [
        z.object({ outcome: z.literal("deleted"), id }),
        z.object({ outcome: z.literal("failed"), id, error: Refusal }),
      ]),
    ),
  })
  .meta({ id: "KeyDeleteResult" })
export type KeyDeleteResult = z.infer<typeof KeyDeleteResult>

export const KeyExportQuery = z.strictObject({
  account,
  format: z
    .enum(["authorized_keys", "csv"])
    .default("authorized_keys")
    .meta({ description: "authorized_keys: the keys that open something now; csv: names and fingerprints of all" }),
})

const counts = z.array(z.int())

export const KeySummary = z
  .object({
    total: z.int(),
    health: z.record(z.enum(keyHealths), z.int()).meta({ description: "a key can count under several" }),
    types: z.array(z.object({ keyType: z.enum(keyTypeNames), bits: z.int(), count: z.int() })),
    days: counts.meta({ description: "where each stretch of the next two ends; the last one has no end" }),
    ages: counts.meta({ description: "keys by days since they were added" }),
    lastUses: counts.meta({ description: "keys by days since their last use" }),
    neverUsed: z.int(),
    useUnknown: z.int(),
    expiresSoon: z
      .array(SshKey.pick({ id: true, name: true }).extend({ expiresAt: timestamp }))
      .meta({ description: "the first of those that expire within 14 days, soonest first" }),
  })
  .meta({ id: "KeySummary" })
export type KeySummary = z.infer<typeof KeySummary>
