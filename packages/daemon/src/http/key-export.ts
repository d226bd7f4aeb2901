import { type AccountId, type Actor, authorizedKeysLine, type Context, exportKeys, type SshKey } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { csvRow } from "./csv.ts"
import { renderTime } from "./render/time.ts"
import type { StreamedFile } from "./streamed-file.ts"

/** authorized_keys: the keys that open something now. csv: facts of all keys. @throws CoreError before anything is sent */
export async function exportKeyFile(
  context: Context,
  actor: Actor,
  format: "authorized_keys" | "csv",
  account?: AccountId,
): Promise<StreamedFile> {
  const isCsv = format === "csv"
  const pages = await exportKeys(context, actor, isCsv ? "all" : "opening", account)
  const write = isCsv ? (key: SshKey) => csvRow(facts(key)) : (key: SshKey) => `${authorizedKeysLine(key)}\n`
  async function* chunks() {
    if (isCsv) yield csvRow(csvHeader)
    for await (const page of pages) yield page.map(write).join("")
  }
  const name = isCsv ? "ssh-keys.csv" : "authorized_keys"
  const mediaType = isCsv ? "text/csv" : "text/plain"
  return { chunks: chunks(), fileName: name, mediaType: `${mediaType}; charset=utf-8` }
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
