import { KeyListQuery } from "@latchkey/contract"
import { expect, test } from "vitest"
import { families, keyQuery, readKeyFilter, sortedBy } from "../../src/pages/keys/list/key-filter.ts"

test("an address that means nothing shows the list as usual", () => {
  const odd = { q: "", attention: "yes", type: "DSA,x", used: "often", sort: "size", order: 1, page: 2, other: "x" }
  expect(readKeyFilter(odd)).toEqual({})
  expect(keyQuery({})).toEqual({ sort: "last-used", order: "descending" })
})

test("an address that names only what to sort by means the direction that people expect", () => {
  const directions = { name: "ascending", type: "ascending", created: "descending", "last-used": "descending" }
  for (const [sort, order] of Object.entries(directions))
    expect(keyQuery(readKeyFilter({ sort })), sort).toEqual({ sort, order })
})

test("a search for digits stays a text", () => {
  expect(readKeyFilter({ q: 2026 })).toEqual({ q: "2026" })
})

test("a whole filter becomes a query that the contract takes", () => {
  const filter = readKeyFilter({
    q: "laptop",
    attention: true,
    type: "ECDSA,RSA",
    used: "never",
    sort: "name",
    order: "ascending",
  })
  expect(KeyListQuery.parse(keyQuery(filter))).toMatchObject({
    search: "laptop",
    attention: true,
    types: ["ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa"],
    use: "never",
    sort: "name",
    order: "ascending",
  })
})

test("key types that nobody can register are no filter", () => {
  expect(families).toEqual(["Ed25519", "Ed25519-SK", "ECDSA", "ECDSA-SK", "RSA"])
})

test("a click sorts the way people expect, and the next one turns it round", () => {
  expect(sortedBy({}, "name")).toEqual({ sort: "name", order: "ascending" })
  expect(sortedBy({ sort: "name", order: "ascending" }, "name")).toEqual({ sort: "name", order: "descending" })
  expect(sortedBy({}, "last-used")).toEqual({ sort: "last-used", order: "ascending" })
  expect(sortedBy({ sort: "name", order: "ascending" }, "last-used")).toEqual({
    sort: "last-used",
    order: "descending",
  })
})
