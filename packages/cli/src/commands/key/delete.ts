import { ApiError, type Client, type KeyDeleteResult, routes, type SshKey } from "@latchkey/contract"
import { CoreError, maximumPageSize } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { lastAnswerAt } from "../../daemon-clock.ts"
import { type Deed, isMeant, requireAnswer } from "../../deed.ts"
import { findKey } from "../../find-key.ts"
import { print, printJson } from "../../io.ts"
import { closedWords } from "../../key-openings.ts"
import { printRemovals } from "../../receipt.ts"
import { report } from "../../report.ts"
import { keyTable } from "./list.ts"

export interface DeleteOptions {
  readonly yes?: boolean
  readonly robot?: string
  /** False: do not wait until servers have taken it. */
  readonly wait?: boolean
  readonly json?: boolean
}

/** Of more keys than these it is not told where they are gone. */
const mostReceipts = 20

/** `latchkey key delete`: each key for itself; what is not found is reported and stops no other. */
export async function deleteKeys(texts: readonly string[], { yes, robot, json, wait }: DeleteOptions): Promise<void> {
  requireAnswer(yes)
  const { client } = await connect()
  const keys = await findAll(client, texts, robot)
  const found = [...keys.values()]
  const closed = yes || found.length === 0 ? "" : await closedOf(client, found)
  if (keys.size > 0 && !(await isMeant(yes, () => `${keyTable(found)}${closed}`, questionOf(keys.size)))) return
  const since = lastAnswerAt()
  const results = keys.size === 0 ? [] : await deleteByPage(client, [...keys.keys()])
  for (const result of results) {
    const name = toPrintable(keys.get(result.id)?.name ?? result.id)
    if (result.outcome === "failed") report(new CoreError(result.error.code, result.error.detail, result.error), name)
    else if (!json) {
      print(`${name} is deleted`)
      if (results.length <= mostReceipts) await printRemovals(client, result.id, { since, waits: wait !== false })
    }
  }
  if (json) printJson({ results } satisfies KeyDeleteResult)
}

/** More than one question takes are not told of. */
function closedOf(client: Client, keys: readonly SshKey[]): Promise<string> {
  return closedWords(client, { keyIds: keys.slice(0, maximumPageSize).map(({ id }) => id), deleted: true })
}

async function findAll(
  client: Client,
  texts: readonly string[],
  robot: string | undefined,
): Promise<ReadonlyMap<string, SshKey>> {
  const keys = new Map<string, SshKey>()
  for (const text of texts) {
    try {
      const key = await findKey(client, text, robot)
      keys.set(key.id, key)
    } catch (error) {
      if (!isNotFound(error)) throw error
      report(error)
    }
  }
  return keys
}

function isNotFound(error: unknown): boolean {
  return (error instanceof CoreError || error instanceof ApiError) && error.code === "not_found"
}

function questionOf(count: number): Deed {
  return count === 1
    ? {
        question: "Delete this SSH key? It opens nothing from then on.",
        deed: "Delete key",
        keep: "Keep the key",
        done: "deleted",
      }
    : { question: `Delete these ${count} SSH keys?`, deed: "Delete keys", keep: "Keep the keys", done: "deleted" }
}

async function deleteByPage(client: Client, ids: readonly string[]): Promise<KeyDeleteResult["results"]> {
  const results: KeyDeleteResult["results"] = []
  for (let start = 0; start < ids.length; start += maximumPageSize) {
    const body = { ids: ids.slice(start, start + maximumPageSize) }
    results.push(...(await client.call(routes.deleteKeys, { body })).results)
  }
  return results
}
