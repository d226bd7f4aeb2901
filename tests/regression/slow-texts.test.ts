// The attack: nobody at all posts 1 MiB of "ssh-ssh-ssh-..." to the API, which looks for private keys in every body before
// it asks who sends it. Patterns without a bound read on to the end of the text from each of its starts: minutes of work
// for one request, and the daemon answers nobody meanwhile.

import { detectPrivateKey, inspect, MAX_INPUT_LENGTH } from "@latchkey/engine"
import { expect, test } from "vitest"
import { startDaemon } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"

/** Milliseconds: many times what any of these takes, and a small part of what they took. */
const bearable = 15_000

const key = newPublicLine("").trim()
const filled = (before: string, unit: string, after: string) =>
  before + unit.repeat(Math.floor((MAX_INPUT_LENGTH - before.length - after.length) / unit.length)) + after

test.each([
  ["beginnings of key types", filled("", "ssh-", "")],
  ["frames in an open frame", filled("-----BEGIN PRIVATE KEY-----\n", "BEGIN ", "")],
  ["quotes before a key", filled("x", '"', `x ${key}`)],
  ["colons before a key", filled("", ":", `! ${key}`)],
  ["escaped line ends behind a key with options", filled(`command="x" ${key} `, "\\n", "x")],
])("a text of nothing but %s is read in bearable time", (_, text) => {
  const start = performance.now()
  detectPrivateKey(text)
  inspect(text)
  expect(performance.now() - start).toBeLessThan(bearable)
})

test("a stranger's body of key type beginnings keeps nobody waiting", async () => {
  const daemon = await startDaemon()
  try {
    const start = performance.now()
    const body = JSON.stringify({ keys: [{ text: filled("", "ssh-", "").slice(100) }] })
    const sent = fetch(`${daemon.url}/api/v1/keys`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    })
    expect((await sent).status).toBe(401)
    expect((await fetch(`${daemon.url}/healthz`)).status).toBe(200)
    expect(performance.now() - start).toBeLessThan(bearable)
  } finally {
    await daemon.stop()
  }
})
