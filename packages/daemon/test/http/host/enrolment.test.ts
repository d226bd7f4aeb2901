import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { hour, type Server, showServer, signersAmong } from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { newHostKey } from "../../../../../tests/kit/host-key.ts"
import { newPublicLine } from "../../../../../tests/kit/public-line.ts"
import { type HostWorld, openHostWorld } from "./host-world.ts"

let world: HostWorld
beforeEach(async () => {
  world = await openHostWorld()
})
afterEach(() => world.close())

const get = async (path: string, url = world.door.url) => {
  const response = await fetch(`${url}${path}`)
  return { status: response.status, type: response.headers.get("content-type") ?? "", text: await response.text() }
}
const enrol = async (lines: readonly string[]) => {
  const response = await fetch(`${world.door.url}/host/v1/enrol`, { method: "POST", body: lines.join("\n") })
  return { status: response.status, text: await response.text() }
}
const good = async (code: string, server: Pick<Server, "id">) => [
  `code ${code}`,
  "hostname web.example.org",
  "sshd 9.2",
  "scripts 1",
  ...(await (await newHostKey()).lines(server.id, code)),
  "user root",
  "user with space",
  "news from a later script",
  "",
]

describe("the enrolment script", () => {
  test("knows its server, its code and the bundle key, is sh, and changes nothing when it is read", async () => {
    const { server, code } = await world.newServer()
    const { status, type, text } = await get(`/enrol/${code}`)
    expect([status, type]).toEqual([200, "text/x-shellscript; charset=utf-8"])
    const [signer] = signersAmong(await world.door.context.database.stores.bundleKeys.list())
    const values = { URL: world.door.url, CODE: code, SERVER: server.id, SIGNER: signer }
    for (const [name, value] of Object.entries(values)) expect(text).toContain(`  LATCHKEY_${name}='${value}'\n`)
    execFileSync("sh", ["-n"], { input: text })
    expect((await get(`/enrol/${code}`)).text).toBe(text)
    const scriptFetchedAt = world.door.context.clock.now()
    expect(await showServer(world.door.context, world.alice, server.id)).toEqual({ ...server, scriptFetchedAt })
  })

  test("is said to be fetched from the first time on, and not of a code that has taken its place", async () => {
    const { server, code } = await world.newServer()
    const fetchedAt = async () => (await showServer(world.door.context, world.alice, server.id)).scriptFetchedAt
    const at = world.door.context.clock.now()
    for (const _ of [1, 2]) {
      await get(`/enrol/${code}`)
      expect(await fetchedAt()).toBe(at)
      world.tick(1000)
    }
    await world.offer(server)
    expect(await fetchedAt()).toBeUndefined()
    await get(`/enrol/${code}`)
    expect(await fetchedAt()).toBeUndefined()
  })

  test("is there no more once its code is spent, replaced or too old, and not for an unknown one", async () => {
    const spent = await world.newServer()
    expect((await enrol(await good(spent.code, spent.server))).status).toBe(201)
    const replaced = await world.newServer()
    const { code } = await world.offer(replaced.server)
    const answers = [await get(`/enrol/${spent.code}`), await get(`/enrol/${replaced.code}`), await get("/enrol/x")]
    expect((await get(`/enrol/${code}`)).status).toBe(200)
    world.tick(hour)
    answers.push(await get(`/enrol/${code}`))
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers[0]?.text).toMatch(/^latchkey: error: .*\nlatchkey: hint: /)
  })

  test("is not given over plain http to other machines", async () => {
    const { code } = await world.newServer()
    for (const [publicUrl, status] of [
      ["http://keys.example.org", 403],
      ["http://192.0.2.1:8022", 403],
      ["https://keys.example.org", 200],
      ["http://localhost:8022", 200],
      ["http://[::1]:8022", 200],
    ] as const) {
      const door = await world.openDoor({ publicUrl })
      const answer = await get(`/enrol/${code}`, door.url)
      expect([publicUrl, answer.status]).toEqual([publicUrl, status])
      if (status === 403) expect(answer.text).toContain("LATCHKEY_INSECURE_HTTP=1")
      await door.stop()
    }
  })
})

describe("enrolling", () => {
  test("of two machines with one code lets one in", async () => {
    const { server, code } = await world.newServer()
    const answers = await Promise.all([good(code, server), good(code, server)].map(async (lines) => enrol(await lines)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 404])
    expect(answers.find(({ status }) => status === 201)?.text).toMatch(
      new RegExp(`^server ${server.id}\\ntoken [\\w-]{43}\\n$`),
    )
    expect(await showServer(world.door.context, world.alice, server.id)).toMatchObject({
      state: "unconfirmed",
      address: "web.example.org",
      sshdVersion: "9.2",
      loginUsers: ["root"],
      hostKeys: [{ comment: "" }],
    })
  })

  test.each<[string, (lines: readonly string[]) => readonly string[]]>([
    ["without a code", (lines) => lines.slice(1)],
    ["with two codes", (lines) => ["code other", ...lines]],
    ["without a host key", (lines) => lines.filter((line) => !/^(?:hostkey|proof)/.test(line))],
    [
      "with a host key that is none",
      (lines) => [...lines.filter((line) => !line.startsWith("hostkey")), "hostkey x y"],
    ],
    [
      "with 65 host keys",
      (lines) => [...lines, ...Array.from({ length: 64 }, () => [`hostkey ${newPublicLine("x")}`, "proof x"]).flat()],
    ],
    ["with a host key of another machine", (lines) => [...lines, `hostkey ${newPublicLine("x")}`, "proof x"]],
    ["with a host key without a proof", (lines) => [...lines, `hostkey ${newPublicLine("x")}`]],
    [
      "with another host key's proof",
      (lines) => lines.map((line) => (line.startsWith("hostkey") ? `hostkey ${newPublicLine("x")}` : line)),
    ],
    ["with 1,001 users", (lines) => [...lines, ...Array.from({ length: 1_000 }, (_, count) => `user u${count}`)]],
    ["with another sshd", (lines) => lines.map((line) => (line.startsWith("sshd") ? "sshd 9.2; reboot" : line))],
    ["with a host name that is none", (lines) => lines.map((line) => line.replace("web.example.org", "a b"))],
    ["with a line that is none", (lines) => [...lines, "\u0000"]],
    ["with a long line", (lines) => [...lines, `found root ${"x".repeat(20_000)}`]],
  ])("%s is refused, and spends nothing", async (_, change) => {
    const { server, code } = await world.newServer()
    const { status, text } = await enrol(change(await good(code, server)))
    expect(status).toBe(400)
    expect(text).toMatch(/^latchkey: error: /)
    expect((await enrol(await good(code, server))).status).toBe(201)
  })

  test("with a proof for another enrolment is refused", async () => {
    const [{ server, code }, other] = [await world.newServer(), await world.newServer()]
    for (const [forServer, forCode] of [
      [other.server, code],
      [server, other.code],
    ] as const) {
      const { status, text } = await enrol([`code ${code}`, ...(await good(forCode, forServer)).slice(1)])
      expect([status, text]).toEqual([400, expect.stringContaining("without a proof that this machine holds it")])
    }
    expect((await enrol(await good(code, server))).status).toBe(201)
  })

  test("refuses more than it reads, and a private key", async () => {
    const { server, code } = await world.newServer()
    const tooMuch = Array.from({ length: 300 }, () => `found root ${"x".repeat(1000)}`)
    expect((await enrol([...(await good(code, server)), ...tooMuch])).status).toBe(413)
    const folder = mkdtempSync(join(tmpdir(), "latchkey-enrolment-"))
    try {
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "key")])
      const key = execFileSync("cat", [join(folder, "key")]).toString()
      expect(await enrol([...(await good(code, server)), key])).toMatchObject({ status: 400 })
    } finally {
      rmSync(folder, { recursive: true })
    }
    expect((await enrol(await good(code, server))).status).toBe(201)
  })

  test("by a daemon without the bundle key waits", async () => {
    const folder = mkdtempSync(join(tmpdir(), "latchkey-no-key-"))
    try {
      const door = await world.openDoor({ dataFolder: folder })
      const { code } = await world.newServer()
      expect(await get(`/enrol/${code}`, door.url)).toMatchObject({ status: 503 })
      const { host } = await world.connect()
      const answer = await fetch(`${door.url}/host/v1/bundle?have=0&nonce=0123456789abcdef`, {
        headers: { authorization: `Bearer ${host.token()}` },
      })
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "60"])
      await door.stop()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
