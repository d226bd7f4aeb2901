import { ApiError, type KeyDeleteResult, routes, type SshKey } from "@latchkey/contract"
import { maximumPageSize } from "@latchkey/core"
import { api } from "../../../api.ts"

/** What became of one key of a bulk deletion; `reason` is why it is still there. */
export type Deletion = { readonly key: SshKey } & (
  | { readonly deleted: true }
  | { readonly deleted: false; reason: Reason }
)

type Results = KeyDeleteResult["results"]
type Reason = Extract<Results[number], { outcome: "failed" }>["error"]

/**
 * Deletes keys, as many in a request as one may hold, with a result for each.
 *
 * @throws ApiError when nothing was deleted; later requests that fail are the reason of each key in them
 */
export async function deleteKeys(keys: readonly SshKey[]): Promise<readonly Deletion[]> {
  const deletions: Deletion[] = []
  for (let start = 0; start < keys.length; start += maximumPageSize) {
    const part = keys.slice(start, start + maximumPageSize)
    const results = await deletePart(part, start === 0)
    const byId = new Map(results.map((result) => [result.id, result]))
    for (const key of part) {
      const result = byId.get(key.id)
      if (result?.outcome === "failed") deletions.push({ key, deleted: false, reason: result.error })
      else if (result !== undefined) deletions.push({ key, deleted: true })
    }
  }
  return deletions
}

async function deletePart(keys: readonly SshKey[], isFirst: boolean): Promise<Results> {
  const ids = keys.map(({ id }) => id)
  try {
    return (await api.call(routes.deleteKeys, { body: { ids } })).results
  } catch (failure) {
    if (isFirst || !(failure instanceof ApiError)) throw failure
    const error = { code: failure.code, detail: failure.message }
    return ids.map((id) => ({ id, outcome: "failed", error }))
  }
}
