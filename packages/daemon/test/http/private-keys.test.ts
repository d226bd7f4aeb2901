import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openBrowser, type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../../../tests/kit/daemon.ts"
import { newPublicLine } from "../../../../tests/kit/public-line.ts"

const vectors = new URL("../../../../vectors/valid/private/", import.meta.url)
const privateFiles = readdirSync(vectors).map((name) => ({
  name,
  text: readFileSync(new URL(name, vectors), "latin1"),
}))

/** Formats that no tool here writes: recognised all the same. */
const written = [
  { name: "pgp", text: `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${filler(5)}\n-----END PGP PRIVATE KEY BLOCK-----\n` },
  { name: "ssh1", text: `SSH PRIVATE KEY FILE FORMAT 1.1\n\0\0\0\0${filler(3)}` },
  {
    name: "jwk",
    text: `{"kty":"OKP","crv":"Ed25519","x":"${filler(1).slice(0, 43)}","d":"${filler(1).slice(0, 43)}"}`,
  },
  { name: "unknown", text: `-----BEGIN NEWEST PRIVATE KEY-----\n${filler(4)}\n-----END NEWEST PRIVATE KEY-----\n` },
]
const keys = [...privateFiles, ...written]

function filler(lines: number): string {
  return Array.from({ length: lines }, (_, line) =>
    Buffer.from(Array.from({ length: 48 }, (_, index) => (line * 151 + index * 37 + 91) % 256)).toString("base64"),
  ).join("\n")
}

let daemon: RunningDaemon
let alice: SignedUp
beforeAll(async () => {
  daemon = await startDaemon({ env: { LATCHKEY_LOG: "trace" } })
  alice = await signUp(daemon)
})
afterAll(() => daemon.stop())

/** As it would lie in JSON, with each character escaped. */
const escaped = (text: string) =>
  [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")

/** The ways a private key can arrive: where, as which type, in which form. */
const ways: Readonly<Record<string, (text: string) => { path: string; type?: string; body?: string }>> = {
  "in an import": (text) => ({ path: "/keys", body: JSON.stringify({ keys: [{ text }] }) }),
  "in an import, all escaped": (text) => ({ path: "/keys", body: `{"keys":[{"text":"${escaped(text)}"}]}` }),
  "as JSON in JSON": (text) => ({
    path: "/keys",
    body: JSON.stringify({ keys: [{ text: JSON.stringify({ text }) }] }),
  }),
  "behind a good key": (text) => ({
    path: "/keys",
    body: JSON.stringify({ keys: [{ text: `ssh-ed25519 AAAA x\n${text}` }] }),
  }),
  "in malformed JSON": (text) => ({ path: "/keys", body: `{"keys":[{"text":${JSON.stringify(text)}` }),
  "in the wrong field": (text) => ({ path: "/tokens", body: JSON.stringify({ name: text, scopes: ["keys:read"] }) }),
  "as plain text": (text) => ({ path: "/keys", type: "text/plain", body: text }),
  "as a form": (text) => ({
    path: "/keys",
    type: "application/x-www-form-urlencoded",
    body: new URLSearchParams({ key: text }).toString(),
  }),
  "as a file": (text) => ({
    path: "/keys",
    type: "multipart/form-data; boundary=b",
    body: `--b\r\ncontent-disposition: form-data; name="f"; filename="id"\r\n\r\n${text}\r\n--b--\r\n`,
  }),
  "at an unknown address": (text) => ({ path: "/no/such/path", body: JSON.stringify({ text }) }),
}

const message =
  "this is a private key; it was not stored; treat it as exposed if it was sent over an untrusted connection"

/** How every Ed25519 public key begins: the daemon has some of its own. */
const everyonesHeader = newPublicLine("").split(" ")[1]?.slice(0, 25) ?? ""

/** Every run of 24 characters of what is secret in a private key file, line by line and with the lines joined. */
function windowsOf(text: string): string[] {
  const lines = text.split(/\r?\n/).filter((line) => /^[\w+/=]{20,}$/.test(line))
  return [...lines, lines.join("")].flatMap((line) =>
    Array.from({ length: Math.max(0, line.length - 23) }, (_, at) => line.slice(at, at + 24)).filter(
      (window) => !everyonesHeader.includes(window),
    ),
  )
}

function expectNoTrace(text: string): void {
  const places = [daemon.log(), daemon.printed(), ...readdirSync(daemon.dataFolder).map(contentOf)]
  const everything = places.join("\n")
  expect(windowsOf(text).filter((window) => everything.includes(window))).toEqual([])
}

function contentOf(name: string): string {
  return name.startsWith("latchkey.db") ? readFileSync(join(daemon.dataFolder, name), "latin1") : ""
}

describe.each(keys)("a private key as $name", ({ text }) => {
  test("is refused in every way it can come, and no byte of it is kept", async () => {
    expect(windowsOf(text).length + text.length).toBeGreaterThan(50)
    for (const [way, request] of Object.entries(ways)) {
      const { path, type = "application/json", body = "" } = request(text)
      const response = await fetch(`${daemon.url}/api/v1${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${alice.token}`, "content-type": type },
        body,
      })
      const answer = await response.text()
      expect([way, response.status, JSON.parse(answer).detail]).toEqual([way, 400, message])
      expect(windowsOf(text).filter((window) => answer.includes(window))).toEqual([])
    }
    expectNoTrace(text)
  })
})

test("a private key in a query or a path is refused and not logged", async () => {
  const text = readFileSync(new URL("openssh_ed25519", vectors), "utf8")
  for (const path of [`keys?search=${encodeURIComponent(text)}`, `keys/${encodeURIComponent(text)}`]) {
    const response = await fetch(`${daemon.url}/api/v1/${path}`, {
      headers: { authorization: `Bearer ${alice.token}` },
    })
    expect([response.status, (await response.json()).detail]).toEqual([400, message])
  }
  // Beyond what Node takes as a head at all.
  const long = await fetch(`${daemon.url}/api/v1/keys?search=${encodeURIComponent(text.repeat(60))}`)
  expect(long.status).toBe(431)
  expectNoTrace(text)
})

test("a private key is refused whoever sends it, also nobody", async () => {
  const response = await fetch(`${daemon.url}/api/v1/keys`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ keys: [{ text: keys[0]?.text }] }),
  })
  expect([response.status, (await response.json()).detail]).toEqual([400, message])
})

test("the log at its finest holds no password, token, cookie or CSRF token", async () => {
  const browser = await openBrowser(daemon)
  await browser.signIn("alice")
  await browser.client.call(routes.showAccount, {})
  const { secret } = await alice.client.call(routes.createToken, { body: { name: "new", scopes: ["keys:read"] } })
  const wrong = "a password that somebody mistyped"
  await browser.signIn("alice", wrong).catch(() => undefined)
  await browser.signIn(wrong, wrong).catch(() => undefined)
  await fetch(`${daemon.url}/api/v1/account?token=${alice.token}`)
  const secrets = [alice.password, alice.token, secret, wrong, daemon.setupToken, ...browser.cookies.values()]
  expect(secrets.length).toBeGreaterThan(6)
  expect(daemon.log()).toContain('"route":"/api/v1/sign-in"')
  for (const value of secrets) expect(daemon.log()).not.toContain(value)
})
