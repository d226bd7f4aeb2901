import { describe, expect, test } from "vitest"
import { accessId, accountId, projectId, serverId, sshKeyId } from "../../src/ids.ts"
import type { Access, AccessSubject } from "../../src/servers/access.ts"
import { type OpeningAccount, type OpeningFacts, type OpeningKey, openingsOf } from "../../src/servers/opening.ts"

const now = 1000
const web = serverId("web")
const atlas = projectId("atlas")
const person = (id: string, given: Partial<OpeningAccount> = {}): OpeningAccount => ({
  id: accountId(id),
  handle: id,
  kind: "person",
  ...given,
})
const [ada, bob] = [person("ada"), person("bob")]
const runner = person("runner", { kind: "robot", projectId: atlas })

function keyOf(owner: OpeningAccount, name: string, given: Partial<OpeningKey> = {}): OpeningKey {
  return {
    id: sshKeyId(name),
    accountId: owner.id,
    name,
    keyType: "ssh-ed25519",
    bits: 256,
    fingerprint: `SHA256:${name}`,
    blob: new Uint8Array(),
    createdAt: 1,
    standing: "good",
    ...given,
  }
}

function accessFor(subject: AccessSubject, given: Partial<Access> = {}): Access {
  const id = accessId(JSON.stringify([subject, given]))
  return {
    id,
    serverId: web,
    loginUser: "deploy",
    subject,
    options: {},
    breakGlass: false,
    createdBy: ada.id,
    createdAt: 1,
    ...given,
  }
}
const forKey = (key: OpeningKey, given: Partial<Access> = {}) => accessFor({ kind: "key", keyId: key.id }, given)
const forAccount = ({ id }: OpeningAccount, given: Partial<Access> = {}) =>
  accessFor({ kind: "account", accountId: id }, given)
const forAll = (given: Partial<Access> = {}) => accessFor({ kind: "project" }, given)

const laptop = keyOf(ada, "laptop")
const tablet = keyOf(ada, "tablet")
const desk = keyOf(bob, "desk")
const machine = keyOf(runner, "machine")

/** Ada and bob are members of atlas, whose robot runner is; web is one of its servers. */
function opened(accesses: readonly Access[], given: Partial<OpeningFacts> = {}): readonly string[] {
  const facts: OpeningFacts = {
    projects: new Map([[web, atlas]]),
    accesses,
    keys: [desk, laptop, machine, tablet],
    accounts: new Map([ada, bob, runner].map((account) => [account.id, account])),
    members: new Map([[atlas, new Set([ada.id, bob.id])]]),
    replacements: [],
    ...given,
  }
  return openingsOf(facts, now)
    .map(({ loginUser, key }) => `${loginUser} ${key.name}`)
    .sort()
}

describe("an access lets in", () => {
  test("one key, all keys of an account, or those of all members, who are persons", () => {
    expect(opened([forKey(laptop)])).toEqual(["deploy laptop"])
    expect(opened([forKey(machine)])).toEqual(["deploy machine"])
    expect(opened([forAccount(ada)])).toEqual(["deploy laptop", "deploy tablet"])
    expect(opened([forAccount(runner)])).toEqual(["deploy machine"])
    expect(opened([forAll({ loginUser: "guest" })])).toEqual(["guest desk", "guest laptop", "guest tablet"])
  })

  test.each([
    ["disabled", { disabledAt: 5 }],
    ["expired", { expiresAt: now }],
    ["stopped by the policy", { standing: "stopped" as const }],
  ])("no key that is %s", (_, given) => {
    const keys = [keyOf(ada, "laptop", given)]
    expect(opened([forKey(laptop), forAccount(ada), forAll()], { keys })).toEqual([])
  })

  test("a weak key, and one that expires later", () => {
    const keys = [keyOf(ada, "laptop", { standing: "weak" }), keyOf(ada, "tablet", { expiresAt: now + 1 })]
    expect(opened([forAccount(ada)], { keys })).toEqual(["deploy laptop", "deploy tablet"])
  })

  test("no key of an account that is disabled", () => {
    const accounts = new Map([person("ada", { disabledAt: 5 }), bob].map((account) => [account.id, account]))
    expect(opened([forKey(laptop), forAccount(ada), forAll()], { accounts })).toEqual(["deploy desk"])
  })

  test("no key of a person who left the project, whatever was given before", () => {
    const members = new Map([[atlas, new Set([bob.id])]])
    expect(opened([forKey(laptop), forAccount(ada), forAll()], { members })).toEqual(["deploy desk"])
  })

  test("no key of another project's robot, even were the robot listed as a member", () => {
    const elsewhere = person("runner", { kind: "robot", projectId: projectId("other") })
    const accounts = new Map([[elsewhere.id, elsewhere]])
    const members = new Map([[atlas, new Set([elsewhere.id])]])
    expect(opened([forKey(machine), forAccount(runner), forAll()], { accounts, members })).toEqual([])
  })

  test("nobody to a server that is gone", () => {
    expect(opened([forAll()], { projects: new Map() })).toEqual([])
  })
})

test("a key stands once for a login user, held by the narrowest access in whatever order they are", () => {
  const accesses = [
    forAll({ options: {} }),
    forAccount(ada, { options: { noPty: true } }),
    forKey(laptop, { options: { from: "10.0.0.0/8" } }),
    forAll({ loginUser: "guest" }),
  ]
  for (const order of [accesses, accesses.toReversed()]) {
    const found = openingsOf(
      {
        projects: new Map([[web, atlas]]),
        accesses: order,
        keys: [desk, laptop, tablet],
        accounts: new Map([ada, bob].map((account) => [account.id, account])),
        replacements: [],
        members: new Map([[atlas, new Set([ada.id, bob.id])]]),
      },
      now,
    )
    const held = found.map(({ loginUser, key, access }) => [loginUser, key.name, access.options])
    expect(held).toHaveLength(6)
    expect(held).toEqual(
      expect.arrayContaining([
        ["deploy", "laptop", { from: "10.0.0.0/8" }],
        ["deploy", "tablet", { noPty: true }],
        ["deploy", "desk", {}],
        ["guest", "laptop", {}],
      ]),
    )
  }
})

describe("a key under two names", () => {
  const copy = keyOf(ada, "copy", { fingerprint: laptop.fingerprint })

  test("stands once for a login user, held by what was said of either name", () => {
    const accesses = [forAll(), forAccount(ada), forKey(copy, { options: { from: "10.0.0.0/8" } })]
    const facts = { keys: [copy, laptop, tablet] }
    expect(opened(accesses, facts)).toEqual(["deploy copy", "deploy tablet"])
    expect(opened([forAll()], facts)).toEqual(["deploy copy", "deploy tablet"])
    const disabled = keyOf(ada, "copy", { fingerprint: laptop.fingerprint, disabledAt: 5 })
    expect(opened([forAll()], { keys: [disabled, laptop] })).toEqual(["deploy laptop"])
  })

  test("stands under the name that takes part in a replacement", () => {
    const facts = { keys: [copy, desk, laptop] }
    expect(opened([forAll()], facts)).toEqual(["deploy copy", "deploy desk"])
    const replacements = [{ oldKeyId: desk.id, oldFingerprint: desk.fingerprint, newKeyId: laptop.id, removed: [] }]
    expect(opened([forAll()], { ...facts, replacements })).toEqual(["deploy desk", "deploy laptop"])
  })

  test("opens under neither of them where another key has replaced it", () => {
    const replacements = [
      {
        oldKeyId: laptop.id,
        oldFingerprint: laptop.fingerprint,
        newKeyId: tablet.id,
        removed: [{ serverId: web, loginUser: "deploy" }],
      },
    ]
    const accesses = [forAccount(ada), forAccount(ada, { loginUser: "root" })]
    const names = opened(accesses, { keys: [copy, laptop, tablet], replacements })
    expect(names).toEqual(["deploy tablet", "root laptop", "root tablet"])
  })
})
