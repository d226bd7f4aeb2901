import { basename } from "node:path"
import { CoreError } from "@latchkey/core"
import {
  auditAll,
  fingerprintSha256,
  KeyError,
  MAX_KEY_LIST_LENGTH,
  readBlocklist,
  toPrintable,
} from "@latchkey/engine"
import {
  fileLabel,
  print,
  printJson,
  printNote,
  readInput,
  readSecret,
  stdinArgument,
  worsenExitStatus,
} from "../../io.ts"
import { readContents } from "../../key-files/contents.ts"
import type { Entry, KeyEntry } from "../../key-files/entry.ts"
import { type Finding, placeFindings } from "../../key-files/findings.ts"
import { sshFolderFiles } from "../../key-files/ssh-folder.ts"
import { typeWords } from "../../key-words.ts"
import { showProgress } from "../../progress.ts"
import { report } from "../../report.ts"

export interface AuditOptions {
  readonly sshDir?: boolean
  readonly agent?: boolean
  readonly blocklist?: string
  readonly passphraseFile?: string
  readonly json?: boolean
}

/** Something that may hold keys, read. */
interface Source {
  readonly label: string
  /** Absent for what is no file: stdin, the agent. */
  readonly path?: string
  readonly entries: readonly Entry[]
}

interface AuditedKey {
  readonly source: Source
  readonly entry: KeyEntry
  readonly findings: readonly Finding[]
}

/** More would be more work than anybody waits for: each RSA key is compared with every other. */
const maximumKeys = 50_000
const unusableStatus = 1

/** `latchkey key audit`: the exit status is 1 when a key must not be used, 2 when something could not be read. */
export async function auditFiles(files: readonly string[], options: AuditOptions): Promise<void> {
  if (files.length === 0 && !options.sshDir && !options.agent) {
    throw new CoreError("invalid", "there is nothing to audit", { hint: "name files, or use --ssh-dir or --agent" })
  }
  const blocklist = options.blocklist === undefined ? undefined : await readEntries(options.blocklist)
  const sources = await readSources(files, options)
  const failures = sources.flatMap((source) => failuresOf(source))
  for (const { label, error } of failures) {
    if (options.json) worsenExitStatus(2)
    else report(error, label)
  }
  const keys = await judge(sources, blocklist)
  if (keys.some(({ findings }) => isUnusable(findings))) worsenExitStatus(unusableStatus)
  if (options.json) printJson({ keys: keys.map(keyObject), errors: failures.map(errorObject) })
  else show(keys)
}

async function readSources(files: readonly string[], { sshDir, agent, passphraseFile }: AuditOptions) {
  const passphrase = passphraseFile === undefined ? undefined : await readSecret(passphraseFile)
  const sources: Source[] = []
  for (const path of files) sources.push(await readSource(path, passphrase))
  for (const path of sshDir ? await sshFolderFiles() : []) {
    const source = await readSource(path, passphrase)
    if (source.entries.some(isAboutKeys)) sources.push(source)
  }
  if (agent) sources.push(await readAgent())
  return sources
}

/** `config` and the like hold no keys, and are not expected to. */
function isAboutKeys(entry: Entry): boolean {
  return !("error" in entry) || entry.error.code !== "format_unknown"
}

async function readSource(path: string, passphrase: string | undefined): Promise<Source> {
  const bytes = await readInput(path, MAX_KEY_LIST_LENGTH)
  const label = fileLabel(path)
  const named = path === stdinArgument ? {} : { fileName: basename(path) }
  const read = async (given: string | undefined) => {
    try {
      return await readContents(bytes, { ...named, ...(given !== undefined && { passphrase: given }) })
    } catch (error) {
      if (error instanceof KeyError) return [{ error }]
      throw error
    }
  }
  const entries = await read(passphrase)
  const isWrong = entries.some((entry) => "error" in entry && entry.error.code === "passphrase_wrong")
  if (isWrong) printNote(`${label}: the passphrase is of another key: only the public half was judged`)
  return { label, entries: isWrong ? await read(undefined) : entries, ...(path !== stdinArgument && { path }) }
}

async function readAgent(): Promise<Source> {
  const { agentAddress, listIdentities } = await import("../../agent/agent.ts")
  const address = agentAddress()
  if (address === undefined) {
    throw new CoreError("unavailable", "no SSH agent is known: SSH_AUTH_SOCK is not set", {
      hint: "start one with: eval $(ssh-agent)",
    })
  }
  const identities = await listIdentities(address)
  const entries = identities.flatMap((identity, index): readonly Entry[] =>
    // A certificate stands beside its key.
    "error" in identity ? [] : [{ line: index + 1, format: "openssh", key: identity.key, repairs: [] }],
  )
  return { label: "ssh-agent", entries }
}

function failuresOf({ label, entries }: Source) {
  return entries.flatMap((entry) => {
    if (!("error" in entry)) return []
    const { line, error } = entry
    if (error.code !== "passphrase_required") return [{ label: line === undefined ? label : `${label}:${line}`, error }]
    printNote(
      `${label}: this private key was not judged: it is encrypted; use --passphrase-file, or judge its .pub file`,
    )
    return []
  })
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
async function readEntries(path: string): Promise<ReadonlySet<string>> {
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
  const unusable = keys.filter(({ findings }) => isUnusable(findings)).length
  const warned = keys.filter(({ findings }) => findings.length > 0).length - unusable
  const count = keys.length === 1 ? "1 key" : `${keys.length} keys`
  print(`${count}: ${unusable} not to be used, ${warned} with a warning, ${keys.length - unusable - warned} without`)
}

function keyObject({ source, entry: { line, format, key, options, host }, findings }: AuditedKey) {
  const { type: keyType, bits, blob, comment } = key
  const fingerprint = fingerprintSha256(blob)
  return { file: source.label, line, format, keyType, bits, fingerprint, comment, options, host, findings }
}

function errorObject({ label, error }: { label: string; error: KeyError }) {
  const { code, message, hint } = error
  return { place: label, error: { code, message, hint } }
}
