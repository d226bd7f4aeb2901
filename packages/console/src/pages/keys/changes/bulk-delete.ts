import { type KeyDeleteResult, routes, type SshKey } from "@latchkey/contract"
import { maximumPageSize } from "@latchkey/core"
import { api } from "../../../api.ts"

/** What became of one key of a bulk deletion; `reason` is why it is still there. */
export type Deletion = { readonly key: SshKey } & (
  | { readonly deleted: true }
  | { readonly deleted: false; reason: Reason }
)

type Reason = Extract<KeyDeleteResult["results"][number], { outcome: "failed" }>["error"]

/** Deletes keys, as many in a request as one may hold, with a result for each. @throws ApiError */
export async function deleteKeys(keys: readonly SshKey[]): Promise<readonly Deletion[]> {
  const deletions: Deletion[] = []
  for (let start = 0; start < keys.length; start += maximumPageSize) {
    const part = keys.slice(start, start + maximumPageSize)
    const { results } = await api.call(routes.deleteKeys, { body: { ids: part.map(({ id }) => id) } })
    const byId = new Map(results.map((result) => [result.id, result]))
    for (const key of part) {
      const result = byId.get(key.id)
      if (result?.outcome === "failed") deletions.push({ key, deleted: false, reason: result.error })
      else if (result !== undefined) deletions.push({ key, deleted: true })
    }
  }
  return deletions
}
