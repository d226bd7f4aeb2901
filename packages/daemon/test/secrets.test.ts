import { spawnSync } from "node:child_process"
import { isIdText } from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { createLogger, forPeople, withoutSecrets } from "../src/log.ts"
import { createPasswordHasher } from "../src/passwords.ts"
import { createSecrets } from "../src/secrets.ts"
import { createSetupToken } from "../src/setup-token.ts"

describe("ids", () => {
  test("are UUIDs of version 7 that carry the time", () => {
    const id = createSecrets(() => Date.UTC(2026, 10, 22)).id()
    expect(isIdText(id)).toBe(true)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 22))
  })

  test("sort in the order they were made, also when the clock stands still or goes back", () => {
    const times = [1000, 1000, 500, 2000, 1999]
    let call = 0
    const secrets = createSecrets(() => times[Math.floor(call++ / 5000) % times.length] ?? 0)
    const ids = Array.from({ length: 25_000 }, () => secrets.id())
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

test("a secret has 256 bits and is stored as its SHA-256", () => {
  const secrets = createSecrets()
  expect(secrets.secret()).toMatch(/^[\w-]{43}$/)
  expect(secrets.secret()).not.toBe(secrets.secret())
  expect(secrets.hash("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
})

test("a set-up token matches itself alone", () => {
  const token = createSetupToken(createSecrets())
  expect([token.text, "", `${token.text} `, token.text.slice(1)].map(token.matches)).toEqual([
    true,
    false,
    false,
    false,
  ])
})

describe("passwords", () => {
  test("are hashed with argon2id at more than OWASP's least cost", async () => {
    const passwords = createPasswordHasher()
    const hash = await passwords.hash("correct horse")
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=32768,t=3,p=1\$/)
    expect(await passwords.verify(hash, "correct horse")).toBe(true)
    expect(await passwords.verify(hash, "wrong horse")).toBe(false)
    expect(await passwords.verify(undefined, "no account has this password")).toBe(false)
  })

  test("beyond the queue are turned away at once, and those in it are all served", async () => {
    const passwords = createPasswordHasher()
    const verify = () => passwords.inTurn("192.0.2.1", () => passwords.verify(undefined, "x"))
    const outcomes = await Promise.allSettled(Array.from({ length: 40 }, verify))
    const refused = outcomes.filter(({ status }) => status === "rejected")
    expect(refused).toHaveLength(6)
    for (const outcome of refused) expect(outcome).toMatchObject({ reason: { code: "unavailable", retryAfter: 2 } })
    expect(await verify()).toBe(false)
  })
})

describe("the log", () => {
  test("loses tokens and private keys that reach it all the same", () => {
    const token = `latchkey_${createSecrets().secret()}`
    expect(withoutSecrets(`{"msg":"token ${token}"}\n`)).toBe('{"msg":"token latchkey_[redacted]"}\n')
    const key = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n-----END PRIVATE KEY-----"
    expect(withoutSecrets(`${JSON.stringify({ msg: key })}\n`)).not.toContain("MC4C")
    const line = '{"msg":"a request failed"}\n'
    expect(withoutSecrets(line)).toBe(line)
  })

  test("has lines for people on a terminal, whose controls reach it escaped", () => {
    const time = new Date(2026, 0, 2, 14, 3, 5).getTime()
    const line = (facts: object) => forPeople(`${JSON.stringify({ level: 30, time, ...facts })}\n`)
    expect(line({ signal: "SIGINT", msg: "stopping" })).toBe("14:03:05 info  stopping (signal SIGINT)\n")
    const err = { type: "Error", message: "no\nway\u001b[2J", stack: "Error: no way" }
    expect(line({ err, task: "clean-up", msg: "failed" })).toBe(
      "14:03:05 info  failed (no\\x0away\\x1b[2J, task clean-up)\n",
    )
  })

  test.each([true, false])("loses them also as it is written, on a terminal: %s", async (isTerminal) => {
    const token = `latchkey_${createSecrets().secret()}`
    const key = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n-----END PRIVATE KEY-----"
    const program = `
      import { createLogger } from ${JSON.stringify(new URL("../src/log.ts", import.meta.url).href)}
      const log = createLogger("info", ${isTerminal})
      log.info({ fact: process.argv[1] }, "one")
      log.warn({ err: new Error(process.argv[2]) }, "two")
      log.info({ fact: "plain" }, "three")
    `
    const { stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program, token, key], {
      encoding: "utf8",
    })
    const lines = stderr.trimEnd().split("\n")
    expect(lines.map((line) => line.startsWith("{"))).toEqual([!isTerminal, !isTerminal, !isTerminal])
    expect(lines[0]).toContain("latchkey_[redacted]")
    expect(lines[1]).toContain("a log line that held a private key was dropped")
    expect(lines[2]).toContain("three")
    expect(stderr).not.toContain(token)
    expect(stderr).not.toContain("MC4C")
  })

  test("has no host name and no process id", () => {
    expect(createLogger("silent").bindings()).toEqual({})
  })
})
