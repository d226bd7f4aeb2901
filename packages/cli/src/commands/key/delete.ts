import { ApiError, type Client, type KeyDeleteResult, routes, type SshKey } from "@latchkey/contract"
import { CoreError, maximumPageSize } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { confirmDeed } from "../../ask.ts"
import { connect } from "../../connection.ts"
import { findKey } from "../../find-key.ts"
import { canAsk, print, printJson, printNote } from "../../io.ts"
import { report } from "../../report.ts"
import { keyTable } from "./list.ts"

export interface DeleteOptions {
  readonly yes?: boolean
  readonly json?: boolean
}

/** `latchkey key delete`: each key for itself; what is not found is reported and stops no other. */
export async function deleteKeys(texts: readonly string[], { yes, json }: DeleteOptions): Promise<void> {
  if (!yes && !canAsk()) {
    throw new CoreError("invalid", "there is no terminal to ask on whether to delete", {
      hint: "add --yes to delete without being asked",
    })
  }
  const { client } = await connect()
  const keys = await findAll(client, texts)
  if (keys.size > 0 && !yes && !(await isMeant([...keys.values()]))) return printNote("nothing was deleted")
  const results = keys.size === 0 ? [] : await deleteByPage(client, [...keys.keys()])
  for (const result of results) {
    const name = toPrintable(keys.get(result.id)?.name ?? result.id)
    if (result.outcome === "failed") report(new CoreError(result.error.code, result.error.detail, result.error), name)
    else if (!json) print(`${name} is deleted`)
  }
  if (json) printJson({ results } satisfies KeyDeleteResult)
}

async function findAll(client: Client, texts: readonly string[]): Promise<ReadonlyMap<string, SshKey>> {
  const keys = new Map<string, SshKey>()
  for (const text of texts) {
    try {
      const key = await findKey(client, text)
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

function isMeant(keys: readonly SshKey[]): Promise<boolean> {
  process.stderr.write(`${keyTable(keys)}\n`)
  const one = keys.length === 1
  return confirmDeed(
    one ? "Delete this SSH key? It opens nothing from then on." : `Delete these ${keys.length} SSH keys?`,
    one ? "Delete key" : "Delete keys",
    one ? "Keep the key" : "Keep the keys",
  )
}

async function deleteByPage(client: Client, ids: readonly string[]): Promise<KeyDeleteResult["results"]> {
  const results: KeyDeleteResult["results"] = []
  for (let start = 0; start < ids.length; start += maximumPageSize) {
    const body = { ids: ids.slice(start, start + maximumPageSize) }
    results.push(...(await client.call(routes.deleteKeys, { body })).results)
  }
  return results
}
