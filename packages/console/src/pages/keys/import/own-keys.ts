import { routes } from "@latchkey/contract"
import { maximumPageSize } from "@latchkey/core"
import { useQuery } from "@tanstack/react-query"
import { api } from "../../../api.ts"
import type { OwnKeys } from "./import-cards.ts"

/** All keys of the account by fingerprint, to say at once which of the found ones are there already. */
export function useOwnKeys(holder: { readonly account?: string }): OwnKeys | undefined {
  const { data } = useQuery({
    queryKey: ["keys", "by-fingerprint", holder],
    async queryFn({ signal }): Promise<OwnKeys> {
      const own = new Map<string, { id: string; name: string }>()
      let cursor: string | undefined
      do {
        const query = {
          ...holder,
          sort: "name",
          limit: maximumPageSize,
          ...(cursor !== undefined && { cursor }),
        } as const
        const page = await api.call(routes.listKeys, { query }, signal)
        for (const { id, name, fingerprint } of page.items) own.set(fingerprint, { id, name })
        cursor = page.nextCursor
      } while (cursor !== undefined)
      return own
    },
  })
  return data
}
