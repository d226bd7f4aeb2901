// The attack: somebody posts "ssh-ssh-ssh-..." to the API, which looks for private keys in every body that it reads, and
// a stranger's too. Patterns without a bound read on to the end of the text from each of its starts: minutes of work for
// one request, and the daemon answers nobody meanwhile. The time limit of every test is the bound here.

import { defaultBodyLimit } from "@latchkey/contract"
import { detectPrivateKey, inspect, MAX_INPUT_LENGTH } from "@latchkey/engine"
import { expect, test } from "vitest"
import { signUp, startDaemon } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"

const key = newPublicLine("").trim()
const filled = (before: string, unit: string, after: string) =>
  before + unit.repeat(Math.floor((MAX_INPUT_LENGTH - before.length - after.length) / unit.length)) + after

test.each([
  ["beginnings of key types", filled("", "ssh-", "")],
  ["frames in an open frame", filled("-----BEGIN PRIVATE KEY-----\n", "BEGIN ", "")],
  ["quotes before a key", filled("x", '"', `x ${key}`)],
  ["colons before a key", filled("", ":", `! ${key}`)],
  ["escaped line ends behind a key with options", filled(`command="x" ${key} `, "\\n", "x")],
])("a text of nothing but %s is read to its end", (_, text) => {
  expect(text.length).toBeGreaterThan(MAX_INPUT_LENGTH - 10)
  detectPrivateKey(text)
  inspect(text)
})

test("bodies of key type beginnings are answered", async () => {
  const daemon = await startDaemon()
  const post = (length: number, headers: Record<string, string>) =>
    fetch(`${daemon.url}/api/v1/keys`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ keys: [{ text: filled("", "ssh-", "").slice(0, length - 100) }] }),
    })
  try {
    const { token } = await signUp(daemon)
    expect((await post(MAX_INPUT_LENGTH, { authorization: `Bearer ${token}` })).status).toBe(200)
    expect((await post(defaultBodyLimit, {})).status).toBe(401)
    expect((await fetch(`${daemon.url}/healthz`)).status).toBe(200)
  } finally {
    await daemon.stop()
  }
})
