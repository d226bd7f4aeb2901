import { apiPrefix, type RequestOf, routes } from "@latchkey/contract"
import { actionNames, auditOutcomes } from "@latchkey/core"

export const pageSize = 50

type Action = (typeof actionNames)[number]
export type Result = (typeof auditOutcomes)[number]

/** Which events the page shows, as its address says it; what is absent does not restrict. */
export type ActivityFilter = {
  readonly person?: string
  readonly action?: Action
  readonly target?: string
  readonly key?: string
  /** Days of this browser's calendar, the last included: `2026-11-22`. */
  readonly from?: string
  readonly to?: string
  readonly result?: Result
  /** Of the page that is shown, from 2 on, and the cursor that leads to it. */
  readonly page?: number
  readonly after?: string
}

/** The parts of the filter that are typed. */
export type TypedField = "person" | "target" | "key"

/** Reads the address; what it cannot mean is left out. */
export function readActivityFilter(search: Record<string, unknown>): ActivityFilter {
  const { action, result, page, after } = search
  const actionName = actionNames.find((name) => name === action)
  const resultName = auditOutcomes.find((name) => name === result)
  return {
    ...texts(search),
    ...(actionName !== undefined && { action: actionName }),
    ...(resultName !== undefined && { result: resultName }),
    ...(typeof page === "number" && typeof after === "string" && { page, after }),
  }
}

function texts({ person, target, key, from, to }: Record<string, unknown>) {
  const text = (value: unknown, limit: number) => {
    // The router reads a search for digits as a number.
    const read = typeof value === "string" || typeof value === "number" ? String(value) : ""
    return read !== "" && read.length <= limit ? read : undefined
  }
  const found = {
    person: text(person, 100),
    target: text(target, 300),
    key: text(key, 100),
    from: dayIn(from),
    to: dayIn(to),
  }
  return {
    ...(found.person !== undefined && { person: found.person }),
    ...(found.target !== undefined && { target: found.target }),
    ...(found.key !== undefined && { key: found.key }),
    ...(found.from !== undefined && { from: found.from }),
    ...(found.to !== undefined && { to: found.to }),
  }
}

function dayIn(value: unknown): string | undefined {
  return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined
}

/** Whether the page leaves events out. */
export function isFiltered({ page: _, after: __, ...filter }: ActivityFilter): boolean {
  return Object.keys(filter).length > 0
}

type Query = RequestOf<typeof routes.exportAuditEvents>["query"]

/** What the filter asks of the daemon, without the page. */
export function activityQuery({ page: _, after: __, from, to, ...filter }: ActivityFilter): Omit<Query, "format"> {
  return {
    ...filter,
    ...(from !== undefined && { from: startOf(from, 0) }),
    ...(to !== undefined && { to: startOf(to, 1) }),
  }
}

/** The first moment of a day in this browser's time zone, or of one some days later. */
function startOf(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number)
  return new Date(year, month - 1, date + later).toISOString()
}

/** Where a browser downloads everything that the filter leaves. */
export function exportAddress(filter: ActivityFilter): string {
  const query = new URLSearchParams({ format: "csv" })
  for (const [name, value] of Object.entries(activityQuery(filter))) if (value !== undefined) query.set(name, value)
  return `${apiPrefix}${routes.exportAuditEvents.path}?${query}`
}
