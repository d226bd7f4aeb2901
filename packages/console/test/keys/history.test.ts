import type { AuditEvent } from "@latchkey/contract"
import { expect, test } from "vitest"
import { keyEvents } from "../../src/pages/keys/detail/history.ts"

const before = { name: "laptop", fingerprint: "SHA256:x", isDefault: false, expiresAt: null, disabledAt: null }

function event(facts: Partial<AuditEvent>): AuditEvent {
  return {
    id: "0199a1b2-0000-7000-8000-000000000001",
    at: "2026-11-22T12:00:00.000Z",
    action: "key.update",
    outcome: "done",
    actor: { accountId: "0199a1b2-0000-7000-8000-000000000002", handle: "alice", tokenId: null },
    target: {
      kind: "ssh_key",
      id: "x",
      name: "laptop",
      accountId: "0199a1b2-0000-7000-8000-000000000002",
      fingerprint: "SHA256:x",
    },
    door: "console",
    address: null,
    requestId: "x",
    before,
    after: before,
    ...facts,
  }
}

test("an update says what changed", () => {
  expect(keyEvents(event({ after: { ...before, name: "desk" } }))).toEqual([
    { what: "renamed", from: "laptop", to: "desk" },
  ])
  expect(keyEvents(event({ after: { ...before, isDefault: true } }))).toEqual([{ what: "made-default" }])
  const until = Date.parse("2026-12-01T00:00:00Z")
  expect(keyEvents(event({ after: { ...before, expiresAt: until } }))).toEqual([
    { what: "expiry-set", until: new Date(until) },
  ])
  expect(keyEvents(event({ before: { ...before, expiresAt: until } }))).toEqual([{ what: "expiry-removed" }])
})

test("an update of several things is several events", () => {
  const after = { ...before, name: "desk", isDefault: true }
  expect(keyEvents(event({ after })).map(({ what }) => what)).toEqual(["renamed", "made-default"])
})

test("the other actions are what they are called", () => {
  expect(keyEvents(event({ action: "key.import", before: null }))).toEqual([{ what: "imported" }])
  for (const source of ["generate", "openstack"]) {
    const after = { ...before, source }
    expect(keyEvents(event({ action: "key.import", before: null, after }))).toEqual([{ what: "generated" }])
  }
  expect(keyEvents(event({ action: "key.disable" }))).toEqual([{ what: "disabled" }])
})
