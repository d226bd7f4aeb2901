import { randomUUID } from "node:crypto"
import { type PublicKey, parsePublicKey } from "@latchkey/engine"
import { verifySshsig } from "@latchkey/engine/signatures"
import { type HostKey, newHostKey } from "./host-key.ts"

/** A machine that speaks the protocol as the scripts do. */
export interface HostClient {
  readonly hostKeys: readonly PublicKey[]
  /** What it was told when it enrolled. */
  readonly id: () => string
  readonly token: () => string
  /** What it has: the version of its bundle, and each login user's lines. */
  readonly version: () => number
  linesOf(loginUser: string): readonly string[] | undefined
  /** Spends a code; throws the answer's text when it is refused. */
  enrol(code: string): Promise<void>
  /** One poll, whose answer is verified and taken in; `hold` in seconds. */
  poll(hold?: number): Promise<Answer>
  /** Polls, acknowledging with each, until what it has is as wanted. */
  pollUntil(isWanted: () => boolean): Promise<void>
  /** From now on it says that it has this version. */
  pretend(version: number): void
  report(text: string): Promise<number>
  /** Says what it found in authorized_keys, gives the answer's status. */
  reportFound(text: string): Promise<number>
  /** Asks for something else: with a body it is sent. */
  post(path: string, body?: string): Promise<{ readonly status: number; readonly text: string }>
  /** Asks for the token of an order, with a proof by its host key, or by another, for its server, or for another. */
  takeToken(order: string, key?: HostKey, server?: string): Promise<{ readonly status: number; readonly token: string }>
  /** Shows this token from now on. */
  useToken(other: string): void
  /** Throws for a text that no key which it trusts has signed. */
  verify(text: string, signature: string, namespace: string): void
}

export interface Answer {
  readonly status: number
  readonly kind: "bundle" | "fresh" | "nothing" | "refused"
  /** All of it, with the signature. */
  readonly text: string
}

const patience = 20_000

/**
 * @param at where the machine asks now
 * @param signer the bundle keys that it trusts until a bundle names others: type and base64, a line each
 */
export async function openHost(at: () => string, signer: string): Promise<HostClient> {
  let trusted = signer.split("\n").map((line) => parsePublicKey(line))
  const hostKey = await newHostKey()
  let id = ""
  let token = ""
  let version = 0
  let lines: ReadonlyMap<string, readonly string[]> = new Map()

  async function send(path: string, init: RequestInit = {}): Promise<{ status: number; text: string }> {
    const response = await fetch(`${at()}${path}`, {
      ...init,
      headers: token === "" ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(patience * 3),
    })
    return { status: response.status, text: await response.text() }
  }

  function verify(text: string, signature: string, namespace: string): void {
    const isBy = (key: PublicKey) => {
      try {
        verifySshsig(Buffer.from(text), signature, { namespace, key })
        return true
      } catch {
        return false
      }
    }
    if (!trusted.some(isBy)) throw new Error("the answer is not signed by a key that is trusted")
  }

  async function poll(hold = 1): Promise<Answer> {
    const nonce = randomUUID()
    const { status, text } = await send(`/host/v1/bundle?have=${version}&nonce=${nonce}&hold=${hold}`)
    if (status === 204) return { status, text, kind: "nothing" }
    if (status !== 200) return { status, text, kind: "refused" }
    const kind = text.startsWith("latchkey-bundle 1\n") ? "bundle" : "fresh"
    const end = text.indexOf("\nend\n") + "\nend\n".length
    const signed = text.slice(0, end)
    const namespace = kind === "bundle" ? "latchkey-bundle" : "latchkey-fresh"
    verify(signed, text.slice(end), namespace)
    const value = (name: string) => new RegExp(`^${name} (.*)$`, "m").exec(signed)?.[1]
    if (value("server") !== id) throw new Error("the answer is another server's")
    if (kind === "fresh" && (value("nonce") !== nonce || value("version") !== String(version))) {
      throw new Error("the note is not about this poll")
    }
    if (kind === "bundle") {
      if (Number(value("version")) <= version) throw new Error("the bundle is not newer")
      version = Number(value("version"))
      lines = readUsers(signed)
      trusted = [...signed.matchAll(/^signer (.*)$/gm)].map(([, line = ""]) => parsePublicKey(line))
      verify(signed, text.slice(end), namespace)
    }
    return { status, text, kind }
  }

  return {
    hostKeys: [hostKey.publicKey],
    id: () => id,
    token: () => token,
    version: () => version,
    linesOf: (loginUser) => lines.get(loginUser),
    async enrol(code) {
      token = ""
      const script = await send(`/enrol/${code}`)
      const [, server] = /^ {2}LATCHKEY_SERVER='(.*)'$/m.exec(script.text) ?? []
      if (server === undefined) throw new Error(`${script.status} ${script.text}`)
      const body = [
        `code ${code}`,
        "hostname web.example.org",
        "sshd 9.2",
        "scripts 1",
        ...(await hostKey.lines(server, code)),
        "user root",
        "user deploy",
        "found root ssh-ed25519 AAAA somebody",
        "",
      ].join("\n")
      const { status, text } = await send("/host/v1/enrol", { method: "POST", body })
      if (status !== 201) throw new Error(`${status} ${text}`)
      ;[, id = "", token = ""] = /^server (\S+)\ntoken (\S+)\n$/.exec(text) ?? []
      version = 0
      lines = new Map()
    },
    poll,
    async pollUntil(isWanted) {
      const end = Date.now() + patience
      // Once more when it is as wanted: asking acknowledges.
      while (!isWanted()) {
        if (Date.now() > end) throw new Error(`it has version ${version} and not what was waited for`)
        const { status, text } = await poll()
        if (status >= 400 && status !== 503) throw new Error(text)
      }
      await poll(0)
    },
    pretend(other) {
      version = other
    },
    reportFound: async (text) => (await send("/host/v1/found", { method: "POST", body: text })).status,
    post: (path, body) => send(path, body === undefined ? {} : { method: "POST", body }),
    async takeToken(order, key = hostKey, server = id) {
      const proof = await key.prove(`latchkey-token 1\nserver ${server}\norder ${order}\n`, "latchkey-token")
      const body = [`order ${order}`, ...proof, ""].join("\n")
      const { status, text } = await send("/host/v1/token", { method: "POST", body })
      return { status, token: /^token (\S+)$/m.exec(text)?.[1] ?? "" }
    },
    useToken(other) {
      token = other
    },
    verify,
    report: async (text) => (await send("/host/v1/report", { method: "POST", body: text })).status,
  }
}

function readUsers(bundle: string): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, readonly string[]>()
  const rest = bundle.split("\n").slice(0, -1)
  for (let index = 0; index < rest.length; index++) {
    const [, name, count] = /^user (\S+) (\d+)$/.exec(rest[index] ?? "") ?? []
    if (name === undefined) continue
    users.set(name, rest.slice(index + 1, index + 1 + Number(count)))
    index += Number(count)
  }
  if (rest.at(-1) !== "end") throw new Error("the bundle is cut off")
  return users
}
