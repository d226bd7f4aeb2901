import { expect, test } from "vitest"
import { type Answer, compare } from "./comparison.ts"
import { LearnedNames } from "./learned-names.ts"
import { type RecordedExchange, readRecordedExchanges } from "./recorded-exchanges.ts"

const requestId = "req-00000000-0000-4000-8000-000000000000"
const [example] = readRecordedExchanges("key-pairs").filter(({ number }) => number === 44)

/** Number 44, `keypair show ed`, as the recorded cloud itself would have answered. */
function answered(change: Partial<Answer> = {}, headers: Readonly<Record<string, string>> = {}): Answer {
  const { status, body } = shown()
  const own = new Headers(shown().headers)
  for (const name of ["x-openstack-request-id", "x-compute-request-id"]) own.set(name, requestId)
  for (const [name, value] of Object.entries(headers)) own.set(name, value)
  return { status, body, headers: own, ...change }
}

function shown(): RecordedExchange {
  if (example === undefined) throw new Error("the recording lacks number 44")
  return example
}

const fields = (answer: Answer, names = new LearnedNames({})) =>
  compare(shown(), answer, names).map(({ field }) => field)
const changed = (text: string, other: string) => ({ body: shown().body.replace(text, other) })

test("the recorded answer itself has no difference", () => {
  expect(shown().body).toContain('"name": "ed"')
  expect(fields(answered())).toEqual([])
})

test.each([
  ["another status", answered({ status: 201 }), "status"],
  ["another microversion", answered({}, { "openstack-api-version": "compute 2.1" }), "header openstack-api-version"],
  ["less in Vary", answered({}, { vary: "OpenStack-API-Version" }), "header vary"],
  ["no request id", answered({}, { "x-openstack-request-id": "7" }), "header x-openstack-request-id"],
  ["no body", answered({ body: "" }), "body"],
  ["a public key without its end of line", answered(changed("me@host\\n", "me@host")), "keypair.public_key"],
  ["null as a text", answered(changed('"deleted_at": null', '"deleted_at": ""')), "keypair.deleted_at"],
  ["a time with a zone", answered(changed(".000000", ".000000Z")), "keypair.created_at"],
  ["an id that is no number", answered(changed('"id": 4', '"id": "4"')), "keypair.id"],
  ["a field more", answered(changed('"id": 4', '"id": 4, "more": 1')), "keypair.more"],
  [
    "fields in another order",
    answered(changed('"id": 4, "updated_at": null', '"updated_at": null, "id": 4')),
    "keypair.order",
  ],
])("%s is one", (_, answer, field) => {
  expect(new Set(fields(answer))).toContain(field)
})

test("an id may be another one here, but always the same", () => {
  const names = new LearnedNames({})
  const withUser = (id: string) => answered(changed("aac9c2ef8123477f94998e7e646a3a95", id))
  expect(fields(withUser("0".repeat(32)), names)).toEqual([])
  expect(fields(withUser("0".repeat(32)), names)).toEqual([])
  expect(fields(withUser("1".repeat(32)), names)).toEqual(["keypair.user_id"])
})

test("every recording is read whole", () => {
  const counts = ["key-pairs", "quota", "revoked-and-forbidden", "tempest", "ansible", "sdk", "identity"].map(
    (name) => readRecordedExchanges(name).filter(({ status }) => status >= 200).length,
  )
  expect(counts).toEqual([36, 11, 12, 68, 11, 28, 11])
})
