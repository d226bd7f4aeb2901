import { CoreError } from "@latchkey/core"
import { auditAll, fingerprintSha256, MAX_KEY_LIST_LENGTH, readBlocklist, toPrintable } from "@latchkey/engine"
import { fileLabel, print, printError, printJson, readInput, worsenExitStatus } from "../../io.ts"
import { failuresOf, readSources, type Source, type SourceOptions } from "../../key-files/audit-sources.ts"
import type { KeyEntry } from "../../key-files/entry.ts"
import { type Finding, placeFindings } from "../../key-files/findings.ts"
import { typeWords } from "../../key-words.ts"
import { showProgress } from "../../progress.ts"

export interface AuditOptions extends SourceOptions {
  readonly blocklist?: string
  readonly json?: boolean
}

interface AuditedKey {
  readonly source: Source
  readonly entry: KeyEntry
  readonly findings: readonly Finding[]
}

/** More would be more work than anybody waits for: each RSA key is compared with every other. */
const maximumKeys = 50_000
const unusableStatus = 1
const unreadableStatus = 2

/** `latchkey key audit`: the exit status is 1 when a key must not be used, 2 when something could not be read. */
export async function auditFiles(files: readonly string[], options: AuditOptions): Promise<void> {
  if (files.length === 0 && !options.sshDir && !options.agent) {
    throw new CoreError("invalid", "there is nothing to audit", { hint: "name files, or use --ssh-dir or --agent" })
  }
  const blocklist = options.blocklist === undefined ? undefined : await readListed(options.blocklist)
  const sources = await readSources(files, options)
  const failures = sources.flatMap((source) => failuresOf(source))
  if (failures.length > 0) worsenExitStatus(unreadableStatus)
  if (!options.json) for (const { place, error } of failures) printError(`${place}: ${error.message}`, error.hint)
  const keys = await judge(sources, blocklist)
  if (keys.some(({ findings }) => isUnusable(findings))) worsenExitStatus(unusableStatus)
  if (options.json) printJson({ keys: keys.map(keyObject), errors: failures })
  else show(keys)
}

async function judge(sources: readonly Source[], blocklist?: ReadonlySet<string>): Promise<readonly AuditedKey[]> {
  const places = sources.flatMap((source) =>
    source.entries.flatMap((entry) => ("error" in entry ? [] : [{ source, entry }])),
  )
  if (places.length > maximumKeys) {
    throw new CoreError("invalid", `there are ${places.length} keys, and at most ${maximumKeys} are audited at once`, {
      hint: "audit the files in parts",
    })
  }
  const progress = showProgress()
  progress.show(`auditing ${places.length} keys`)
  const weaknesses = auditAll(
    places.map(({ entry }) => entry.key),
    blocklist === undefined ? {} : { blocklist },
  )
  progress.end()
  const judged = places.map(async ({ source, entry }, index): Promise<AuditedKey> => {
    const about = await placeFindings(entry, source.path, Date.now())
    return { source, entry, findings: [...(weaknesses[index] ?? []), ...about] }
  })
  return Promise.all(judged)
}

/** A line that cannot be read may be the one that names the key: nothing is passed over. */
async function readListed(path: string): Promise<ReadonlySet<string>> {
  const bytes = await readInput(path, MAX_KEY_LIST_LENGTH)
  const place = fileLabel(path)
  if (bytes.length > MAX_KEY_LIST_LENGTH) throw new CoreError("invalid", `${place} is too long for a blocklist`)
  const entries = new Set<string>()
  for (const read of readBlocklist(new TextDecoder().decode(bytes))) {
    if ("entry" in read) entries.add(read.entry)
    else {
      throw new CoreError("invalid", `${place}:${read.line}: ${read.error.message}`, {
        hint: "a blocklist has a fingerprint or a public key on each line",
      })
    }
  }
  return entries
}

function isUnusable(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === "refuse")
}

function show(keys: readonly AuditedKey[]): void {
  for (const { source, entry, findings } of keys) {
    if (findings.length === 0) continue
    const { key, line } = entry
    const words = `${typeWords({ keyType: key.type, bits: key.bits })} ${fingerprintSha256(key.blob)} ${key.comment}`
    print(toPrintable(`${source.label}:${line}: ${words}`.trimEnd()))
    for (const { severity, message, hint } of findings) {
      print(toPrintable(`  ${severity === "refuse" ? "do not use it" : "warning"}: ${message}`))
      print(toPrintable(`    ${hint}`))
    }
  }
  const all = countOf(keys)
  const unusable = countOf(keys.filter(({ findings }) => isUnusable(findings)))
  const judged = countOf(keys.filter(({ findings }) => findings.length > 0))
  const places = keys.length === all ? "" : ` in ${keys.length} places`
  const words = `${unusable} not to be used, ${judged - unusable} with a warning, ${all - judged} without`
  print(`${all} ${all === 1 ? "key" : "keys"}${places}: ${words}`)
}

/** How many keys these are: one counts once, however many files hold it or its halves. */
function countOf(keys: readonly AuditedKey[]): number {
  return new Set(keys.map(({ entry }) => fingerprintSha256(entry.key.blob))).size
}

function keyObject({ source, entry: { line, format, key, options, host }, findings }: AuditedKey) {
  const { type: keyType, bits, blob, comment } = key
  const fingerprint = fingerprintSha256(blob)
  return { file: source.label, line, format, keyType, bits, fingerprint, comment, options, host, findings }
}
