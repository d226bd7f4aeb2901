import { BundleKeyList, NewServer, routes, UnlockOffer } from "@latchkey/contract"
import { fingerprintSha256 } from "@latchkey/engine"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type HostClient, openHost } from "../../../tests/kit/host-client.ts"
import { newPublicLine } from "../../../tests/kit/public-line.ts"
import { type Desk, sitDown } from "./desk.ts"

const patience = { timeout: 20_000, interval: 100 }

// Each command is a process of its own, and a busy machine takes seconds for one.
describe("what a connected server and Latchkey know each other by", { timeout: 240_000 }, () => {
  let desk: Desk
  let host: HostClient

  beforeAll(async () => {
    desk = await sitDown()
    await desk.runWith(newPublicLine("laptop"), "key", "add", "-", "--name", "laptop")
    const made = NewServer.parse(JSON.parse((await desk.run("server", "connect", "web-3", "--json")).stdout))
    const [signer] = (await bundleKeys()).items
    host = await openHost(() => desk.daemon.url, signer?.publicKey ?? "")
    await host.enrol(made.enrolment.url.replace(/^.*\//, ""))
    const hostKeyFingerprints = host.hostKeys.map(({ blob }) => fingerprintSha256(blob))
    await desk.account.client.call(routes.confirmServer, {
      params: { id: made.server.id },
      body: { hostKeyFingerprints },
    })
    await host.pollUntil(() => host.version() > 0)
  })
  afterAll(() => desk.leave())

  const bundleKeys = async () =>
    BundleKeyList.parse(JSON.parse((await desk.run("bundle-key", "list", "--json")).stdout))
  const states = async () => (await bundleKeys()).items.map(({ state }) => state)

  test("a server that is told to renews its token, and the old one ends", async () => {
    const { status, stdout } = await desk.run("server", "renew-token", "web-3")
    expect({ status, stdout }).toEqual({ status: 0, stdout: "web-3 is told to get a new token\n" })
    const old = host.token()
    let order = ""
    await expect
      .poll(async () => {
        order = /^new-token (.*)$/m.exec((await host.poll(1)).text)?.[1] ?? ""
        return order
      }, patience)
      .not.toBe("")
    host.useToken((await host.takeToken(order)).token)
    expect((await host.poll(0)).status).toBe(200)
    const renewed = host.token()
    host.useToken(old)
    expect((await host.poll(0)).status).toBe(401)
    host.useToken(renewed)
  })

  test("letters are printed as the command to type, and let the key in once", async () => {
    const { stdout, stderr } = await desk.run("server", "unlock", "web-3", "root", "--key", "laptop")
    expect(stdout).toMatch(/^latchkey-unlock [b-x]{16}\n$/)
    expect(stderr).toContain("type this on web-3 itself, as root; it works once")
    const letters = stdout.trim().split(" ")[1]
    expect((await host.post("/host/v1/unlock", `unlock ${letters}\n`)).status).toBe(200)
    expect((await host.post("/host/v1/unlock", `unlock ${letters}\n`)).status).toBe(404)
    await host.pollUntil(() => (host.linesOf("root") ?? []).length === 1)
    const json = await desk.run("server", "unlock", "web-3", "deploy", "--key", "laptop", "--json")
    expect(UnlockOffer.parse(JSON.parse(json.stdout)).letters).toMatch(/^[b-x]{16}$/)
    expect((await desk.run("server", "unlock", "web-3", "root")).status).toBe(2)
    expect((await desk.run("server", "unlock", "web-3", "root", "--key", "nobody's")).status).toBe(3)
  })

  test("the bundle key is changed with an overlap, and servers are left behind only when that is meant", async () => {
    expect((await desk.run("bundle-key", "list")).stdout).toMatch(/\nSHA256:\S{43} +current .* 1 of 1 +0\n$/)
    const announced = await desk.run("bundle-key", "announce")
    const [next = ""] = /SHA256:\S{43}/.exec(announced.stdout) ?? []
    expect(announced.stderr).toContain(`latchkey bundle-key use ${next}`)
    expect((await desk.run("bundle-key", "announce")).status).toBe(5)

    const early = await desk.run("bundle-key", "use", next)
    expect(early.status).toBe(5)
    expect(early.stderr).toContain("do not trust this key yet")
    expect((await desk.run("bundle-key", "use", next, "--force")).stderr).toContain("hint: add --yes")
    expect((await desk.run("bundle-key", "use", next, "--yes")).status).toBe(2)
    expect(await states()).toEqual(["current", "announced"])

    const version = host.version()
    await host.pollUntil(() => host.version() > version)
    await expect.poll(async () => (await bundleKeys()).items[1]?.knownBy, patience).toBe(1)
    const completed = await desk.run("complete", "--patience", "20000", "--", "bundle-key", "use", "")
    expect(completed.stdout).toContain(next)
    const [first] = (await bundleKeys()).items
    const used = await desk.run("bundle-key", "use", next)
    expect(used.stdout).toContain(`${next} signs from now on\n`)
    expect(used.stderr).toContain(`latchkey bundle-key retire ${first?.fingerprint}`)

    expect((await desk.run("bundle-key", "retire", next, "--yes")).status).toBe(5)
    expect((await desk.run("bundle-key", "retire", first?.fingerprint ?? "")).status).toBe(2)
    expect((await desk.run("bundle-key", "retire", first?.fingerprint ?? "", "--yes")).status).toBe(0)
    expect(await states()).toEqual(["retired", "current"])
    await host.pollUntil(() => host.version() > version + 1)
  })
})
