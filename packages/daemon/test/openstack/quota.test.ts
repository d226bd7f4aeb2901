import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../../../../tests/kit/accounts.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../../../tests/kit/daemon.ts"
import { newPublicLine } from "../../../../tests/kit/public-line.ts"
import { type Asked, askCompute, signInToOpenStack } from "./openstack-requests.ts"

let daemon: RunningDaemon
let bob: SignedUp
let project: string
let token: string
let adminsToken: string
beforeAll(async () => {
  daemon = await startDaemon()
  await signUp(daemon)
  bob = await addAccount(daemon, "bob")
  project = (await bob.client.call(routes.listProjects, {})).items[0]?.id ?? ""
  token = await signInToOpenStack(daemon, "bob")
  adminsToken = await signInToOpenStack(daemon, "alice")
})
afterAll(() => daemon.stop())

const compute = (microversion: string, path: string, asked: Asked = {}) =>
  askCompute(daemon, microversion, path, { token, ...asked })
const set = (quota: unknown, to = project) =>
  compute("2.1", `/os-quota-sets/${to}`, { method: "PUT", token: adminsToken, body: { quota_set: quota } })
const forbidden = (operation: string) => ({
  status: 403,
  body: {
    forbidden: {
      code: 403,
      message: `Policy doesn't allow os_compute_api:os-quota-sets:${operation} to be performed.`,
    },
  },
})

describe("the quota of key pairs", () => {
  test("is set by an administrator for the person whose project it is, and holds", async () => {
    const answer = await set({ key_pairs: 1, force: true })
    expect(answer).toMatchObject({ status: 200, body: { quota_set: { key_pairs: 1, cores: 20 } } })
    expect(answer.body).not.toHaveProperty("quota_set.id")
    expect((await bob.client.call(routes.showAccount, {})).account.keyQuota).toBe(1)
    const shown = await compute("2.1", `/os-quota-sets/${project}`)
    expect(shown.body).toMatchObject({ quota_set: { id: project, key_pairs: 1 } })
    const create = (name: string) =>
      compute("2.10", "/os-keypairs", { body: { keypair: { name, public_key: newPublicLine(name) } } })
    expect(await create("one")).toMatchObject({ status: 201 })
    expect(await create("two")).toMatchObject({
      status: 403,
      body: { forbidden: { code: 403, message: "Quota exceeded, too many key pairs." } },
    })
    const { body } = await compute("2.1", "/limits")
    expect(body).toMatchObject({ limits: { rate: [], absolute: { maxTotalKeypairs: 1 } } })
    expect(await set({ key_pairs: "-1" })).toMatchObject({ status: 200, body: { quota_set: { key_pairs: 1_000_000 } } })
  })

  test("of another project nobody else sees or sets", async () => {
    expect(
      await compute("2.1", `/os-quota-sets/${project}`, { method: "PUT", body: { quota_set: { key_pairs: 5 } } }),
    ).toMatchObject(forbidden("update"))
    for (const other of ["01a2047a-7bf9-7000-b48d-defa1fa65686", "bob"]) {
      expect(await compute("2.1", `/os-quota-sets/${other}`)).toMatchObject(forbidden("show"))
      expect(await set({ key_pairs: 5 }, other)).toMatchObject(forbidden("update"))
    }
    const seen = await compute("2.1", `/os-quota-sets/${project}`, { token: adminsToken })
    expect(seen).toMatchObject({ status: 200, body: { quota_set: { id: project } } })
  })

  test("by default is that of a new account", async () => {
    const { body } = await compute("2.1", `/os-quota-sets/${project}/defaults`)
    expect(body).toMatchObject({ quota_set: { id: project, key_pairs: 10_000 } })
  })

  test.each([
    [{ cores: 5 }, "there is no quota of cores here: key_pairs alone can be set"],
    [
      { key_pairs: "many" },
      "Invalid input for field/attribute key_pairs. Value: 'many'. 'many' is not of type 'integer'",
    ],
    [{}, "Invalid input for field/attribute key_pairs. Value: None. None is not of type 'integer'"],
    [undefined, "'quota_set' is a required property"],
    [{ key_pairs: -2 }, "a key quota is between 0 and 1000000"],
  ])("is not set by %j", async (quota, message) => {
    expect(await set(quota)).toMatchObject({ status: 400, body: { badRequest: { code: 400, message } } })
  })
})

test("what newer versions of the compute API no longer tell is not told", async () => {
  const namesIn = async (microversion: string) => {
    const quota = await compute(microversion, `/os-quota-sets/${project}/defaults`)
    const limits = await compute(microversion, "/limits")
    return [...Object.keys(Object(quota.body).quota_set), ...Object.keys(Object(limits.body).limits.absolute)]
  }
  const all = await namesIn("2.35")
  const gone = async (microversion: string) => {
    const names = await namesIn(microversion)
    return all.filter((name) => !names.includes(name))
  }
  const networks = ["fixed_ips", "floating_ips", "security_group_rules", "security_groups"]
  const ofNetworks = ["maxTotalFloatingIps", "maxSecurityGroups", "maxSecurityGroupRules"]
  const usedOfNetworks = ["totalFloatingIpsUsed", "totalSecurityGroupsUsed"]
  expect(await gone("2.36")).toEqual([...networks, ...ofNetworks, ...usedOfNetworks])
  expect(await gone("2.57")).toEqual(
    expect.arrayContaining(["injected_files", "maxImageMeta", "maxPersonality", "maxPersonalitySize"]),
  )
})
