import {
  defaultPageSize,
  existingKeysRules,
  highestRsaBits,
  keyEffects,
  longestBlocklist,
  longestLifetimeDays,
  lowestRsaBits,
  maximumPageSize,
  usableKeyTypes,
} from "@latchkey/core"
import { z } from "zod"
import { SshKey } from "./ssh-key.ts"
import { timestamp } from "./time.ts"

export const KeyPolicy = z
  .strictObject({
    allowedKeyTypes: z.array(z.enum(usableKeyTypes)).max(100),
    minimumRsaBits: z.int().meta({ description: `RSA keys below this are refused; ${lowestRsaBits} or more` }),
    advisedRsaBits: z
      .int()
      .meta({ description: `RSA keys below this are marked weak; from the minimum to ${highestRsaBits}` }),
    maximumLifetimeDays: z
      .int()
      .nullable()
      .meta({ description: `days from when a key was added, 1 to ${longestLifetimeDays}; null: keys need not expire` }),
    existingKeys: z.enum(existingKeysRules).meta({
      description:
        "what the policy does to keys that were there before. keep: those that it would refuse go on, marked weak; " +
        "apply: they stop opening, and lifetimes that are too long are cut",
    }),
  })
  .meta({ id: "KeyPolicy" })
export type KeyPolicy = z.infer<typeof KeyPolicy>

export const KeyPolicyState = z
  .object({
    policy: KeyPolicy,
    revision: z.int().meta({ description: "grows with each change" }),
    blockedKeys: z.int().meta({ description: "entries of the blocklist" }),
    lastChange: z
      .object({ at: timestamp, by: z.string().meta({ description: "the admin's handle" }), what: z.string() })
      .nullable(),
  })
  .meta({ id: "KeyPolicyState" })
export type KeyPolicyState = z.infer<typeof KeyPolicyState>

/** In bytes: the longest blocklist, with what JSON adds to it. */
export const blocklistBodyLimit = longestBlocklist + 1024 * 1024

const change = {
  policy: KeyPolicy.optional().meta({ description: "absent: it stays as it is" }),
  blocklist: z
    .string()
    .optional()
    .meta({ description: "the whole new list, one key a line; empty: none; absent: it stays as it is" }),
}

export const KeyPolicyPreviewRequest = z
  .strictObject({
    ...change,
    limit: z.int().min(1).max(maximumPageSize).default(defaultPageSize),
    cursor: z.string().max(100).optional(),
  })
  .meta({ id: "KeyPolicyPreviewRequest" })

export const KeyPolicyChange = z
  .strictObject({ ...change, revision: z.int().meta({ description: "of the state that the change was made from" }) })
  .meta({ id: "KeyPolicyChange" })

const EffectCounts = z.record(z.enum(keyEffects), z.int()).meta({ id: "KeyEffectCounts" })
export type KeyEffectCounts = z.infer<typeof EffectCounts>

const BlocklistOutcome = z
  .object({
    entries: z.int(),
    duplicates: z.int(),
    faultCount: z.int().meta({ description: "lines that name no key: they are left out" }),
    faults: z.array(z.object({ line: z.int(), message: z.string() })).meta({ description: "the first of them" }),
  })
  .meta({ id: "BlocklistOutcome" })
export type BlocklistOutcome = z.infer<typeof BlocklistOutcome>

export const AffectedKey = z
  .object({
    effect: z.enum(keyEffects),
    handle: z.string(),
    ...SshKey.pick({ id: true, name: true, keyType: true, bits: true, fingerprint: true, lastUse: true }).shape,
    expiresAt: timestamp.nullable(),
    expiresAfterwards: timestamp.nullable(),
  })
  .meta({ id: "AffectedKey" })
export type AffectedKey = z.infer<typeof AffectedKey>

export const KeyPolicyPreview = z
  .object({
    revision: z.int(),
    counts: EffectCounts,
    accounts: z.array(z.object({ handle: z.string(), counts: EffectCounts })),
    accountTotal: z.int(),
    items: z.array(AffectedKey),
    total: z.int(),
    nextCursor: z.string().optional(),
    blocklist: BlocklistOutcome.optional(),
  })
  .meta({ id: "KeyPolicyPreview" })
export type KeyPolicyPreview = z.infer<typeof KeyPolicyPreview>

export const KeyPolicySaved = z
  .object({ state: KeyPolicyState, counts: EffectCounts, blocklist: BlocklistOutcome.optional() })
  .meta({ id: "KeyPolicySaved" })
export type KeyPolicySaved = z.infer<typeof KeyPolicySaved>
