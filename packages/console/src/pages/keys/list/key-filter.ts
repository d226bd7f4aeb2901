import type { RequestOf, routes } from "@latchkey/contract"
import { type KeyHealth, type KeySort, keyHealths, keySorts } from "@latchkey/core"
import { type KeyType, keyTypeNames, keyTypes } from "@latchkey/engine"

export type KeyFamily = KeyType["family"]
export type UseFilter = (typeof useFilters)[number]

export const useFilters = ["last-7-days", "older-than-90-days", "never"] as const
/** On a list of several owners' keys: only one's own, or only those of robots. */
export const ownerFilters = ["mine", "machine"] as const
export const pageSize = 50

/** The families that a registered key can be of, most recommended first. */
export const families: readonly KeyFamily[] = [
  ...new Set(Object.values(keyTypes).flatMap(({ family, status }) => (status === "usable" ? [family] : []))),
]

/** Which keys the list shows, as the page's address says it; what is absent is as usual. */
export type KeyFilter = {
  readonly q?: string
  readonly attention?: true
  readonly health?: KeyHealth
  /** Families, separated by commas. */
  readonly type?: string
  readonly used?: UseFilter
  readonly owner?: (typeof ownerFilters)[number]
  readonly sort?: KeySort
  readonly order?: "ascending" | "descending"
  /** Of the page that is shown, from 2 on, and the cursor that leads to it. */
  readonly page?: number
  readonly after?: string
}

/** The order in which people expect a list that is sorted so: times newest first, words from A to Z, expiry soonest first. */
const firstOrder = {
  name: "ascending",
  type: "ascending",
  created: "descending",
  "last-used": "descending",
  expires: "ascending",
} as const satisfies Record<KeySort, string>

/** Reads the address; what it cannot mean is left out. */
export function readKeyFilter(search: Record<string, unknown>): KeyFilter {
  const { q, attention, health, type, used, owner, sort, order, page, after } = search
  const healthName = keyHealths.find((name) => name === health)
  const useFilter = useFilters.find((name) => name === used)
  const ownerName = ownerFilters.find((name) => name === owner)
  const sortName = keySorts.find((name) => name === sort)
  const typed = typeof type === "string" && familiesOf({ type }).length > 0
  return {
    // The router reads a search for digits as a number.
    ...((typeof q === "string" || typeof q === "number") && q !== "" && { q: String(q) }),
    ...(attention === true && { attention }),
    ...(healthName !== undefined && { health: healthName }),
    ...(typed && { type }),
    ...(useFilter !== undefined && { used: useFilter }),
    ...(ownerName !== undefined && { owner: ownerName }),
    ...(sortName !== undefined && { sort: sortName }),
    ...((order === "ascending" || order === "descending") && { order }),
    ...(typeof page === "number" && typeof after === "string" && { page, after }),
  }
}

export function familiesOf({ type = "" }: Pick<KeyFilter, "type">): readonly KeyFamily[] {
  const named = type.split(",")
  return families.filter((family) => named.includes(family))
}

/** What the list is sorted by, and in which direction, whatever of it the address leaves out. */
export function sortingOf({
  sort = "last-used",
  order = firstOrder[sort],
}: KeyFilter): Required<Pick<KeyFilter, "sort" | "order">> {
  return { sort, order }
}

/** Whether the list leaves keys out. */
export function isFiltered({ page: _, after: __, sort: ___, order: ____, ...filter }: KeyFilter): boolean {
  return Object.keys(filter).length > 0
}

/** What the filter asks of the daemon, without the page and the owner. */
export function keyQuery(filter: KeyFilter): RequestOf<(typeof routes)["listKeys"]>["query"] {
  const chosen = familiesOf(filter)
  const types = keyTypeNames.filter((name) => chosen.includes(keyTypes[name].family))
  return {
    ...(filter.q !== undefined && { search: filter.q }),
    ...(filter.attention !== undefined && { attention: "true" }),
    ...(filter.health !== undefined && { health: filter.health }),
    ...(types.length > 0 && { types: types.join(",") }),
    ...(filter.used !== undefined && { use: filter.used }),
    ...sortingOf(filter),
  }
}

/** What a click on a column's header sorts by: the other way round, or first the way people expect. */
export function sortedBy(filter: KeyFilter, sort: KeySort): Pick<KeyFilter, "sort" | "order"> {
  const { sort: current, order } = sortingOf(filter)
  if (sort !== current) return { sort, order: firstOrder[sort] }
  return { sort, order: order === "ascending" ? "descending" : "ascending" }
}
