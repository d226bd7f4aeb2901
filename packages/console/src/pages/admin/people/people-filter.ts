import type { ListedAccount, RequestOf, routes } from "@latchkey/contract"

export const pageSize = 50

/** Which accounts the list shows, as the page's address says it; what is absent is as usual. */
export type PeopleFilter = {
  readonly q?: string
  readonly kind?: ListedAccount["kind"]
  /** Of the page that is shown, from 2 on, and the cursor that leads to it. */
  readonly page?: number
  readonly after?: string
}

/** Reads the address; what it cannot mean is left out. */
export function readPeopleFilter({ q, kind, page, after }: Record<string, unknown>): PeopleFilter {
  return {
    // The router reads a search for digits as a number.
    ...((typeof q === "string" || typeof q === "number") && q !== "" && { q: String(q) }),
    ...((kind === "person" || kind === "robot") && { kind }),
    ...(typeof page === "number" && typeof after === "string" && { page, after }),
  }
}

/** Whether the list leaves accounts out. */
export function isFiltered({ q, kind }: PeopleFilter): boolean {
  return q !== undefined || kind !== undefined
}

/** What the filter asks of the daemon. */
export function peopleQuery({ q, kind, after }: PeopleFilter): RequestOf<(typeof routes)["listAccounts"]>["query"] {
  return {
    limit: pageSize,
    ...(q !== undefined && { search: q }),
    ...(kind !== undefined && { kind }),
    ...(after !== undefined && { cursor: after }),
  }
}
