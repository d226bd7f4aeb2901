import {
  type BlocklistOutcome,
  type Client,
  type KeyEffectCounts,
  type KeyPolicy,
  type KeyPolicyPreview,
  routes,
} from "@latchkey/contract"
import { type KeyEffect, keyEffects, longestBlocklist, maximumPageSize } from "@latchkey/core"
import { connect } from "../../connection.ts"
import { fileLabel, print, printJson, printNote, readInput } from "../../io.ts"
import { fingerprintWords, timeWords, typeWords } from "../../key-words.ts"
import { table } from "../../table.ts"
import { type SettingOptions, withOptions } from "./settings.ts"

export interface PreviewOptions extends SettingOptions {
  readonly blocklist?: string
  readonly json?: boolean
}

/** What a change is made of, as the API takes it. */
export interface Change {
  readonly policy?: KeyPolicy
  readonly blocklist?: string
}

/** `latchkey policy preview` */
export async function previewPolicy(options: PreviewOptions): Promise<void> {
  const { client } = await connect()
  const { policy } = await client.call(routes.showKeyPolicy, {})
  const blocklist = options.blocklist === undefined ? undefined : await readBlocklist(options.blocklist)
  const change = { policy: withOptions(policy, options), ...(blocklist !== undefined && { blocklist }) }
  const preview = await previewOf(client, change)
  if (options.json) return printJson(preview)
  if (preview.blocklist !== undefined) sayFaults(preview.blocklist, fileLabel(options.blocklist ?? ""))
  print(
    preview.total === 0 ? "no registered key would change" : `${affectedTable(preview)}\n${countWords(preview.counts)}`,
  )
}

/** Reads the text of a blocklist from a file or stdin. What is too long the daemon refuses in words. */
export async function readBlocklist(path: string): Promise<string> {
  return Buffer.from(await readInput(path, longestBlocklist)).toString("utf8")
}

/** All pages as one. */
export async function previewOf(client: Client, change: Change): Promise<KeyPolicyPreview> {
  const body = { ...change, limit: maximumPageSize }
  const first = await client.call(routes.previewKeyPolicy, { body })
  const { nextCursor, ...preview } = first
  const items = [...first.items]
  let cursor = nextCursor
  while (cursor !== undefined) {
    const page = await client.call(routes.previewKeyPolicy, { body: { ...body, cursor } })
    items.push(...page.items)
    cursor = page.items.length === 0 ? undefined : page.nextCursor
  }
  return { ...preview, items }
}

const effectWords = {
  stops: "stops opening",
  expires_earlier: "expires earlier",
  turns_weak: "marked weak",
  opens_again: "opens again",
  turns_good: "weak no longer",
} as const satisfies Record<KeyEffect, string>

/** The keys that a change would change. */
export function affectedTable({ items }: KeyPolicyPreview): string {
  const now = Date.now()
  return table(
    ["ACCOUNT", "KEY", "TYPE", "FINGERPRINT", "EFFECT"],
    items.map((key) => [
      key.handle,
      key.name,
      typeWords(key),
      fingerprintWords(key.fingerprint),
      key.effect === "expires_earlier" && key.expiresAfterwards !== null
        ? `expires ${timeWords(key.expiresAfterwards, now)}`
        : effectWords[key.effect],
    ]),
  )
}

/** `2 keys stop opening, 1 key is marked weak` */
export function countWords(counts: KeyEffectCounts): string {
  const parts = keyEffects.flatMap((effect) =>
    counts[effect] === 0 ? [] : [`${counts[effect]} ${effectWords[effect]}`],
  )
  return parts.length === 0 ? "no registered key changes" : parts.join(", ")
}

/** Tells of the lines of a blocklist that were left out. */
export function sayFaults({ faults, faultCount }: BlocklistOutcome, label: string): void {
  for (const { line, message } of faults) printNote(`${label}:${line}: left out: ${message}`)
  if (faultCount > faults.length) printNote(`${label}: ${faultCount - faults.length} more lines were left out`)
}
