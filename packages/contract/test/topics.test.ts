import { type AuditEvent, accountId, actionNames, auditEventId, changesOf } from "@latchkey/core"
import { expect, test } from "vitest"
import { routes } from "../src/routes.ts"

const words = new Set(Object.values(routes).map(({ path }) => path.split("/")[1]))
const [alice, bob] = ["alice", "bob"].map((name) => accountId(name))

function eventOf(action: AuditEvent["action"], target = alice): AuditEvent {
  if (alice === undefined || target === undefined) throw new Error("two accounts were named")
  return {
    id: auditEventId("event"),
    at: 0,
    action,
    outcome: "done",
    actor: { accountId: alice, handle: "alice" },
    target: { kind: "account", id: target, name: "name", accountId: target },
    door: "http",
    requestId: "request",
  }
}

/** Actions that read, or are written down only when they are refused. */
const changesNothing =
  /\.(list|show|list-\w+|preview\w*|preview-\w+|export|verify)$|^(audit|gateway|private-key|request)\./

test("whatever changes is told in the first words of paths, which the console's queries begin with", () => {
  const changing = actionNames.filter((action) => !changesNothing.test(action))
  expect(changing.length).toBeGreaterThan(20)
  for (const action of changing) {
    const topics = changesOf(eventOf(action)).map(({ topic }) => topic)
    expect(
      topics.filter((topic) => !words.has(topic)),
      action,
    ).toEqual([])
    expect(topics, action).toContain("audit")
  }
})

test("one's own changes are told to oneself, and to admins what they see of them", () => {
  expect(changesOf(eventOf("key.import"))).toEqual([
    { audience: alice, topic: "keys" },
    { audience: alice, topic: "key-claims" },
    { audience: alice, topic: "accounts" },
    { audience: alice, topic: "audit" },
    { audience: "admins", topic: "accounts" },
    { audience: "admins", topic: "audit" },
  ])
})

test("what is done to another's things is told to both, and to everyone who may look at them too", () => {
  const audiences = new Set(changesOf(eventOf("key.delete", bob)).map(({ audience }) => audience))
  expect(audiences).toEqual(new Set([alice, bob, "admins", "everyone"]))
})

test("a refusal changes nothing but the audit", () => {
  const refused: AuditEvent = { ...eventOf("key.delete"), outcome: "refused" }
  expect(new Set(changesOf(refused).map(({ topic }) => topic))).toEqual(new Set(["audit"]))
})
