import { ApiError, routes, type ServerKeyList, type SshKey } from "@latchkey/contract"
import { queryOptions } from "@tanstack/react-query"
import { api } from "../../../api.ts"
import type { KeyOpening } from "../openings.ts"

/** Each key is asked about by itself: of more than so many, the first. */
export const mostKeys = 50
/** So many servers are asked which other keys open them. */
const mostServers = 50

type OtherKey = Pick<ServerKeyList["items"][number], "key" | "owner">

/** A login user of a server, which keys that are to go open. */
export type ClosedPlace = Pick<KeyOpening, "server" | "loginUser"> & {
  /** Whose keys those are. */
  readonly owners: readonly SshKey["owner"][]
  /** The keys that open it still; `undefined` where nobody looked or may look. */
  readonly remaining: readonly OtherKey[] | undefined
}

/** What keys open on servers, and who opens that without them. */
export type ClosedPlaces = {
  /** First those that nothing else opens. */
  readonly places: readonly ClosedPlace[]
  /** How many servers each key opens, by its id; the keys beyond `mostKeys` are not in it. */
  readonly serversOf: ReadonlyMap<string, number>
}

/** Looked at once, when it is asked before keys go: what is gone cannot be asked about again. */
export function closedPlacesQuery(keys: readonly SshKey[]) {
  return queryOptions({
    queryKey: ["servers", "closed-without", keys.map(({ id }) => id)],
    queryFn: ({ signal }) => lookAt(keys, signal),
    staleTime: "static",
    gcTime: 0,
  })
}

async function lookAt(keys: readonly SshKey[], signal: AbortSignal): Promise<ClosedPlaces> {
  const asked = await Promise.all(
    keys.slice(0, mostKeys).map(async ({ id, owner }) => {
      const { items } = await api.call(routes.listKeyOpenings, { params: { id } }, signal)
      return { id, owner, items }
    }),
  )
  const leaving = new Set(keys.map(({ id }) => id))
  const servers = new Set(asked.flatMap(({ items }) => items.map(({ server }) => server.id)))
  const looks = [...servers].slice(0, mostServers).map(async (id) => [id, await keysOf(id, signal)] as const)
  const keysThere = new Map(await Promise.all(looks))
  const places = new Map<string, ClosedPlace>()
  for (const { owner, items } of asked) {
    for (const { server, loginUser } of items) {
      const place = `${server.id} ${loginUser}`
      const others = places.get(place)?.owners.filter(({ id }) => id !== owner.id) ?? []
      const remaining = keysThere
        .get(server.id)
        ?.filter((item) => item.loginUser === loginUser && !leaving.has(item.key.id))
      places.set(place, { server, loginUser, owners: [...others, owner], remaining })
    }
  }
  return {
    places: [...places.values()].sort((left, right) => Number(isLastWayIn(right)) - Number(isLastWayIn(left))),
    serversOf: new Map(asked.map(({ id, items }) => [id, new Set(items.map(({ server }) => server.id)).size])),
  }
}

/** Who opens a server; `undefined` where that is not told. */
async function keysOf(id: string, signal: AbortSignal): Promise<ServerKeyList["items"] | undefined> {
  try {
    return (await api.call(routes.listServerKeys, { params: { id } }, signal)).items
  } catch (failure) {
    if (failure instanceof ApiError && !signal.aborted) return undefined
    throw failure
  }
}

/** Whether nobody opens a place once the keys are gone. */
export const isLastWayIn = ({ remaining }: ClosedPlace) => remaining?.length === 0
