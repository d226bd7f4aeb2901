import { type KeyReplacement, routes } from "@latchkey/contract"
import { queryOptions } from "@tanstack/react-query"
import { api } from "../../../../api.ts"

export type ReplacedPlace = KeyReplacement["places"][number]

/** What a change of a replacement makes stale. */
export const staleAfterReplacement = ["servers", "keys", "audit"] as const

/** The replacement that a key takes part in, as the old key or as the new one; `null` when there is none. */
export function replacementQuery(id: string) {
  return queryOptions({
    queryKey: ["servers", "replacement", id],
    queryFn: async ({ signal }) => (await api.call(routes.showReplacement, { params: { id } }, signal)).replacement,
  })
}

/** At how many of its places the new key is in effect, was seen to work, and has the old one's place to itself. */
export function progressOf({ places }: KeyReplacement) {
  const count = (isSo: (place: ReplacedPlace) => boolean) => places.filter(isSo).length
  return {
    total: places.length,
    inEffect: count(({ newKey }) => newKey?.state === "in-effect"),
    seen: count(({ newKey }) => newKey !== null && newKey.seenAt !== null),
    removed: count(({ oldKey }) => oldKey === "removed"),
  }
}
