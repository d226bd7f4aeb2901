import { basename } from "node:path"
import { CoreError } from "@latchkey/core"
import { KeyError, MAX_KEY_LIST_LENGTH } from "@latchkey/engine"
import { describeFileError, isFileError } from "../file-error.ts"
import { fileLabel, printNote, readInput, readSecret, stdinArgument } from "../io.ts"
import { readContents } from "./contents.ts"
import type { Entry } from "./entry.ts"
import { sshFolderFiles } from "./ssh-folder.ts"

/** What is to be audited beside files. */
export interface SourceOptions {
  readonly sshDir?: boolean
  readonly agent?: boolean
  readonly passphraseFile?: string
}

/** Something that may hold keys, read. */
export interface Source {
  readonly label: string
  /** Absent for what is no file: stdin, the agent. */
  readonly path?: string
  readonly entries: readonly Entry[]
  /** Why there are no entries. */
  readonly failure?: Failure["error"]
}

/** A place that could not be read. */
export interface Failure {
  readonly place: string
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string }
}

/** Everything that was named, each for itself: what cannot be read stops nothing else. */
export async function readSources(files: readonly string[], options: SourceOptions): Promise<readonly Source[]> {
  const { sshDir, agent, passphraseFile } = options
  const passphrase = passphraseFile === undefined ? undefined : await readSecret(passphraseFile)
  const sources: Source[] = []
  for (const path of files) sources.push(await readSource(path, passphrase))
  for (const path of sshDir ? await sshFolderFiles() : []) {
    const source = await readSource(path, passphrase)
    if (source.failure !== undefined || source.entries.some(isAboutKeys)) sources.push(source)
  }
  if (agent) sources.push(await readAgent())
  return sources
}

/** `config` and the like hold no keys, and are not expected to. */
function isAboutKeys(entry: Entry): boolean {
  return !("error" in entry) || entry.error.code !== "format_unknown"
}

async function readSource(path: string, passphrase: string | undefined): Promise<Source> {
  const label = fileLabel(path)
  try {
    const entries = await readEntries(await readInput(path, MAX_KEY_LIST_LENGTH), path, passphrase)
    return { label, entries, ...(path !== stdinArgument && { path }) }
  } catch (error) {
    if (!isFileError(error)) throw error
    return { label, entries: [], failure: describeFileError(error, { namesFile: false }) }
  }
}

/** A passphrase is tried on all private keys, and may be that of some. */
async function readEntries(bytes: Uint8Array, path: string, passphrase?: string): Promise<readonly Entry[]> {
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
  if (!entries.some((entry) => "error" in entry && entry.error.code === "passphrase_wrong")) return entries
  printNote(`${fileLabel(path)}: the passphrase is of another key: only the public half was judged`)
  return read(undefined)
}

async function readAgent(): Promise<Source> {
  const { agentAddress, listIdentities } = await import("../agent/agent.ts")
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

/** What of a source could not be read. An encrypted file without its passphrase is told of, and is no failure. */
export function failuresOf({ label, entries, failure }: Source): readonly Failure[] {
  if (failure !== undefined) return [{ place: label, error: failure }]
  return entries.flatMap((entry) => {
    if (!("error" in entry)) return []
    const { code, message, hint } = entry.error
    const place = entry.line === undefined ? label : `${label}:${entry.line}`
    if (code !== "passphrase_required")
      return [{ place, error: { code, message, ...(hint !== undefined && { hint }) } }]
    printNote(
      `${label}: this private key was not judged: it is encrypted; use --passphrase-file, or judge its .pub file`,
    )
    return []
  })
}
