import {
  type AccountId,
  type Actor,
  authorizedKeysLine,
  type Context,
  listKeys,
  listOpeningKeys,
  maximumPageSize,
  type SshKey,
} from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { csvRow } from "./csv.ts"
import { renderTime } from "./render/time.ts"

/** One's own keys as a file. */
export interface KeyFile {
  readonly text: string
  readonly fileName: string
  readonly mediaType: string
}

/** authorized_keys: the keys that open something now. csv: facts of all keys. */
export async function exportKeys(
  context: Context,
  actor: Actor,
  format: "authorized_keys" | "csv",
  account?: AccountId,
): Promise<KeyFile> {
  if (format === "authorized_keys") {
    const lines = (await listOpeningKeys(context, actor, account)).map((key) => `${authorizedKeysLine(key)}\n`)
    return { text: lines.join(""), fileName: "authorized_keys", mediaType: "text/plain; charset=utf-8" }
  }
  const rows = [csvHeader, ...(await everyKey(context, actor, account)).map(facts)]
  const text = rows.map(csvRow).join("")
  return { text, fileName: "ssh-keys.csv", mediaType: "text/csv; charset=utf-8" }
}

async function everyKey(context: Context, actor: Actor, account?: AccountId): Promise<readonly SshKey[]> {
  const keys: SshKey[] = []
  let cursor: string | undefined
  do {
    const query = { sort: "name", descending: false, limit: maximumPageSize, cursor } as const
    const page = await listKeys(context, actor, query, account)
    keys.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return keys
}

const csvHeader = ["name", "type", "bits", "fingerprint", "md5", "comment", "created", "expires", "disabled", "used"]

function facts(key: SshKey): readonly string[] {
  return [
    toPrintable(key.name),
    key.keyType,
    String(key.bits),
    key.fingerprint,
    key.md5Fingerprint,
    toPrintable(key.comment),
    renderTime(key.createdAt),
    renderTime(key.expiresAt ?? null) ?? "",
    renderTime(key.disabledAt ?? null) ?? "",
    key.lastUse.state === "used" ? renderTime(key.lastUse.at) : key.lastUse.state,
  ]
}
