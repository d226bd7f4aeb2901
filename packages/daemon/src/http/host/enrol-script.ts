import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { quoteForShell } from "@latchkey/engine"

/** What makes the script of one enrolment. */
export interface EnrolmentValues {
  /** Without a slash at its end. */
  readonly url: string
  readonly code: string
  readonly serverId: string
  /** Type and base64 of each key that bundles may be signed with. */
  readonly signers: readonly string[]
  /** Of the scripts that it brings, as a bundle names them: see `ScriptsText`. */
  readonly scripts: string
}

/** Fills the enrolment script in: packages/host/README.md says how. */
export type EnrolScript = (values: EnrolmentValues) => string

/** What the script brings along besides itself. */
export const brought = [
  "latchkey-enrol",
  "latchkey-sync",
  "latchkey-keys",
  "latchkey-manage",
  "latchkey-found",
  "latchkey-watch",
  "latchkey-check",
  "latchkey-update",
  "latchkey-unlock",
  "00-latchkey.conf",
  "latchkey-sync.service",
  "latchkey-sync.openrc",
  "files.txt",
] as const

const endOfFile = "LATCHKEY-END-OF-FILE"

/**
 * Reads the files once: a program that is replaced while it runs must not mix two versions.
 *
 * @returns undefined where they are not installed
 */
export async function readEnrolScript(folder: string): Promise<EnrolScript | undefined> {
  const texts = await Promise.all(["enrol.sh", ...brought].map((name) => readText(join(folder, name))))
  const [frame, ...files] = texts.filter((text) => text !== undefined)
  if (frame === undefined || files.length < brought.length) return undefined
  const documents = files.map((text, index) => {
    if (!text.endsWith("\n") || text.includes(endOfFile)) throw new Error(`${brought[index]} cannot stand in a script`)
    return `cat >"$folder/${brought[index]}" <<'${endOfFile}'\n${text}${endOfFile}\n`
  })
  const [head, middle, tail, ...more] = frame.split(/^# latchkey: (?:settings|files)\n/m)
  if (head === undefined || middle === undefined || tail === undefined || more.length > 0) {
    throw new Error("enrol.sh does not have its two places to fill in")
  }
  const rest = [middle, ...documents, tail].join("")
  return (values) => `${head}${settings(values)}${rest}`
}

function settings({ url, code, serverId, signers, scripts }: EnrolmentValues): string {
  const assignments = { URL: url, CODE: code, SERVER: serverId, SIGNER: signers.join("\n"), SCRIPTS: scripts }
  return Object.entries(assignments)
    .map(([name, value]) => `  LATCHKEY_${name}=${quoteForShell(value)}\n`)
    .join("")
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined
    throw error
  })
}
