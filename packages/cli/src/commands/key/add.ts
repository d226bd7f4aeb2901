import { type KeyImportResult, routes } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import { formatPublicKey, type PublicKey, toPrintable } from "@latchkey/engine"
import { choose } from "../../ask.ts"
import { connect } from "../../connection.ts"
import { describeFileError, isFileError } from "../../file-error.ts"
import { accountOf } from "../../find-project.ts"
import { canAsk, print, printJson, printNote } from "../../io.ts"
import { type Found, type KeySource, readSource, searchSource } from "../../key-sources.ts"
import { typeWords } from "../../key-words.ts"
import { findLocalKeys } from "../../local-keys.ts"
import { showProgress } from "../../progress.ts"
import { report } from "../../report.ts"
import { table } from "../../table.ts"
import { inWords, parseExpiry } from "../../time.ts"

export interface AddOptions {
  readonly name?: string
  readonly default?: boolean
  readonly expires?: string
  /** The handle of the robot that gets the keys. */
  readonly robot?: string
  readonly json?: boolean
}

/** `key` of the API's import request, but for its text. */
interface Wishes {
  readonly name?: string
  readonly isDefault?: boolean
  readonly expiresAt?: string
}

type Result = KeyImportResult["results"][number]

/** Small enough for the API's body limit, whatever the keys are. */
const keysPerRequest = 100

/** `latchkey key add`: everything is judged here first; what is sent are canonical public lines. */
export async function addKeys(files: readonly string[], options: AddOptions): Promise<void> {
  const wishes = wishesOf(options)
  const sources = files.length === 0 ? await chooseSources() : await openSources(files)
  const found = sources.flatMap((source, item): readonly Found[] =>
    source instanceof CoreError ? [{ item, line: 1, error: source }] : searchSource(source, item),
  )
  const keys = found.filter((place) => "key" in place)
  if (wishes.name !== undefined && found.length > 1) {
    throw new CoreError("invalid", `--name is for one key, and there are ${found.length} here`, {
      hint: "add them without --name, and rename them later",
    })
  }
  const refused = found.flatMap((place) => ("error" in place ? [refusal(place)] : []))
  const sent = keys.length === 0 ? [] : await send(keys, wishes, options.robot)
  const results = [...refused, ...sent].sort((left, right) => left.item - right.item || left.line - right.line)
  for (const result of results) show(result, placeOf(result, sources, files), options.json ?? false)
  if (options.json) printJson({ results } satisfies KeyImportResult)
}

function wishesOf({ name, default: isDefault, expires }: AddOptions): Wishes {
  const expiresAt = expires === undefined ? null : parseExpiry(expires, Date.now())
  return {
    ...(name !== undefined && { name }),
    ...(isDefault && { isDefault }),
    ...(expiresAt !== null && { expiresAt }),
  }
}

/** One after the other: there may be more files than can be open at once. */
async function openSources(paths: readonly string[]): Promise<readonly (KeySource | CoreError)[]> {
  const sources: (KeySource | CoreError)[] = []
  for (const path of paths) {
    try {
      sources.push(await readSource(path))
    } catch (error) {
      if (!isFileError(error)) throw error
      const { code, message, hint } = describeFileError(error, { namesFile: false })
      const offer = "name a file that exists; without a file, the keys of ~/.ssh and the ssh-agent are offered"
      sources.push(new CoreError("invalid", message, { hint: code === "not_found" ? offer : hint }))
    }
  }
  return sources
}

async function chooseSources(): Promise<readonly KeySource[]> {
  const offers = await findLocalKeys()
  if (offers.length === 0) {
    throw new CoreError("invalid", "there is no public key in ~/.ssh nor in the ssh-agent", {
      hint: "name a file, or make a key with: latchkey key generate",
    })
  }
  if (canAsk()) return (await choose("Which keys?", offers)).map(({ source }) => source)
  process.stderr.write(
    `${table(
      ["FOUND", "KEY"],
      offers.map(({ label, hint }) => [label, hint]),
    )}\n`,
  )
  throw new CoreError("invalid", "there is no terminal to choose on: name the keys to add", {
    hint: "latchkey key add FILE, or for the ssh-agent: ssh-add -L | latchkey key add -",
  })
}

async function send(
  keys: readonly { readonly item: number; readonly line: number; readonly key: PublicKey }[],
  wishes: Wishes,
  robot: string | undefined,
): Promise<readonly Result[]> {
  const { client } = await connect()
  const account = await accountOf(client, robot)
  const results: Result[] = []
  const progress = showProgress()
  for (let start = 0; start < keys.length; start += keysPerRequest) {
    const part = keys.slice(start, start + keysPerRequest)
    const body = { keys: part.map(({ key }) => ({ ...wishes, text: formatPublicKey(key) })), account }
    if (keys.length > keysPerRequest) progress.show(`${start} of ${keys.length}`)
    const answer = await client.call(routes.importKeys, { body })
    for (const result of answer.results) {
      const { item, line } = part[result.item] ?? result
      results.push({ ...result, item, line })
    }
  }
  progress.end()
  return results
}

function refusal({ item, line, error }: { item: number; line: number; error: CoreError }): Result {
  const { code, message, hint } = error
  return { outcome: "refused", item, line, error: { code, detail: message, ...(hint !== undefined && { hint }) } }
}

/** `file:line`, or the file alone when it could not be read. */
function placeOf(
  { item, line }: Result,
  sources: readonly (KeySource | CoreError)[],
  files: readonly string[],
): string {
  const source = sources[item]
  return source === undefined || source instanceof CoreError ? (files[item] ?? "") : `${source.label}:${line}`
}

function show(result: Result, place: string, isJson: boolean): void {
  if (result.outcome === "refused") {
    report(new CoreError(result.error.code, result.error.detail, result.error), place)
    return
  }
  const { name, fingerprint, concerns, expiresAt } = result.key
  for (const { message, hint } of concerns) printNote(`${place}: weak: ${message}; ${hint}`)
  if (result.expiresByPolicy && expiresAt !== null) {
    printNote(`${place}: expires ${inWords(expiresAt, Date.now())}: keys have a maximum lifetime here`)
  }
  if (!isJson) {
    print(toPrintable(`${name} is added: ${typeWords(result.key)} ${fingerprint}`))
  }
}
