import { expect, test } from "vitest"
import { isFiltered, peopleQuery, readPeopleFilter } from "../src/pages/admin/people/people-filter.ts"

test("the address says which accounts are shown, and what it cannot mean is left out", () => {
  expect(readPeopleFilter({ q: "bob", kind: "robot", page: 2, after: "cursor" })).toEqual({
    q: "bob",
    kind: "robot",
    page: 2,
    after: "cursor",
  })
  expect(readPeopleFilter({ q: 42 })).toEqual({ q: "42" })
  expect(readPeopleFilter({ q: "", kind: "admin", page: 2, other: true })).toEqual({})
})

test("a page of the list is asked for by what narrows it", () => {
  expect(peopleQuery({})).toEqual({ limit: 50 })
  expect(peopleQuery({ q: "bob", kind: "person", page: 3, after: "cursor" })).toEqual({
    limit: 50,
    search: "bob",
    kind: "person",
    cursor: "cursor",
  })
  expect([{}, { page: 2, after: "cursor" }, { q: "bob" }, { kind: "robot" as const }].map(isFiltered)).toEqual([
    false,
    false,
    true,
    true,
  ])
})
