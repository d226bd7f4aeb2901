import { CoreError, type ErrorCode, errorCodes } from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { RequestFault } from "../../src/http/request-fault.ts"
import { computeFault, identityFault, WordedFault } from "../../src/openstack/faults.ts"

const expected = {
  invalid: [400, "Bad Request", "badRequest"],
  not_found: [404, "Not Found", "itemNotFound"],
  unauthenticated: [401, "Unauthorized", "error"],
  forbidden: [403, "Forbidden", "forbidden"],
  conflict: [409, "Conflict", "conflictingRequest"],
  quota_exceeded: [403, "Forbidden", "forbidden"],
  rate_limited: [429, "Too Many Requests", "overLimit"],
  unavailable: [503, "Service Unavailable", "serviceUnavailable"],
  not_implemented: [501, "Not Implemented", "notImplemented"],
  internal: [500, "Internal Server Error", "computeFault"],
} as const satisfies Record<ErrorCode, readonly [number, string, string]>

describe.each(errorCodes)("what core calls %s", (code) => {
  const [status, title, name] = expected[code]
  const error = new WordedFault(code, "in other words")

  test("has Keystone's status and title", () => {
    expect(identityFault(error)).toEqual({
      status,
      body: { error: { code: status, message: "in other words", title } },
    })
  })

  test("has Nova's status and name", () => {
    expect(computeFault(error).status).toBe(status)
    expect(Object.keys(computeFault(error).body)).toEqual([name])
  })
})

describe("a fault", () => {
  test("says what core advises behind what it says", () => {
    const error = new CoreError("unavailable", "the disk is full", { hint: "make room", retryAfter: 5 })
    expect(computeFault(error).body).toEqual({
      serviceUnavailable: { code: 503, message: "the disk is full (make room)", retryAfter: "5" },
    })
    expect(identityFault(error).body).toMatchObject({ error: { message: "the disk is full (make room)" } })
  })

  test("never says what went wrong on our side", () => {
    const error = new CoreError("internal", "something went wrong", { cause: new Error("a secret") })
    expect(JSON.stringify([computeFault(error), identityFault(error)])).not.toContain("a secret")
  })

  test("tells nothing to who proves nothing", () => {
    const error = new CoreError("unauthenticated", "the name or the password is wrong", { hint: "try another" })
    const message = "The request you have made requires authentication."
    expect(identityFault(error).body).toMatchObject({ error: { message } })
    expect(computeFault(error).body).toEqual({ error: { code: 401, title: "Unauthorized", message } })
  })

  test.each([
    [413, "overLimit"],
    [415, "badMediaType"],
  ] as const)("of status %i is called %s", (status, name) => {
    expect(computeFault(new RequestFault(status, "too much"))).toEqual({
      status,
      body: { [name]: { code: status, message: "too much" } },
    })
  })
})
