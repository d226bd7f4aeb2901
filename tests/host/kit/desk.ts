import { execFileSync, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fillEnrolScript } from "./enrol-script.ts"

/** What a login user of a bundle is to have. */
export interface BundleUser {
  readonly name: string
  readonly lines: readonly string[]
}

/** What differs from a good bundle. */
export interface BundleParts {
  readonly server?: string
  readonly stale?: "keep" | "break-glass" | "deny"
  readonly validFor?: number
  readonly users?: readonly BundleUser[]
  /** What stands behind the users. */
  readonly orders?: readonly string[]
}

const token = "token-of-the-server-under-test"
const endOfText = /^end\n/m

/** Speaks the daemon's side of the host channel, good or bad as a test wants, with signatures of the real ssh-keygen. */
export interface Desk {
  readonly url: string
  /** What `GET /enrol/CODE` answers. */
  readonly script: string
  /** Each poll's version, and each report's text. */
  readonly polls: { readonly have: number; readonly authorization: string | undefined }[]
  readonly reports: string[]
  /** What was sent of the keys in authorized_keys files. */
  readonly founds: string[]
  /** What enrolling sent. */
  readonly enrolments: string[]
  /** Status of the answer to an enrolment; 201 unless set. */
  enrolStatus: number
  /** Status of the answer to a report; 200 unless set. */
  reportStatus: number
  bundle(version: number, parts?: BundleParts): string
  /** `text` with the signature of the pinned key, or of `key`. */
  sign(text: string, key?: string, namespace?: string): string
  /** The private key whose public half servers pin, and one that no server pinned. */
  readonly pinnedKey: string
  readonly foreignKey: string
  /** Answers polls with this until a server has the version; with freshness notes then. */
  publish(version: number, answer: string): void
  /** What requests to other paths are answered with; 404 for a path that is not here. */
  readonly answers: Map<string, (body: string) => string>
  /** Milliseconds for which a poll is held; 2,000 unless set. */
  hold: number
  /** Whether the desk hangs up at once, as a daemon does that is down. */
  isSilent: boolean
  /** What freshness notes say, as far as a test changes it. */
  freshness: (note: string) => string
  close(): void
}

/** Opens a desk at `address`, for the server `serverId`. */
export async function openDesk(address: string, serverId = "server-under-test"): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-desk-"))
  const [pinned, foreignKey] = ["pinned", "foreign"].map((name) => {
    const file = join(folder, name)
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file])
    return file
  })
  if (pinned === undefined || foreignKey === undefined) throw new Error("no keys")
  const sign = (text: string, key = pinned, namespace = "latchkey-bundle") => {
    const { stdout, status, stderr } = spawnSync("ssh-keygen", ["-Y", "sign", "-q", "-n", namespace, "-f", key], {
      input: text,
      encoding: "utf8",
    })
    if (status !== 0) throw new Error(stderr)
    return text + stdout
  }
  let published = { version: 0, answer: "" }
  const held = new Set<() => void>()
  const listener = createServer(async (request, response) => {
    if (desk.isSilent) {
      request.destroy()
      return
    }
    const url = new URL(request.url ?? "/", "http://desk")
    let body = ""
    for await (const piece of request.setEncoding("utf8")) body += piece
    if (url.pathname.startsWith("/enrol/")) response.end(desk.script)
    else if (url.pathname === "/host/v1/enrol") {
      desk.enrolments.push(body)
      response.statusCode = desk.enrolStatus
      response.end(desk.enrolStatus < 300 ? `server ${serverId}\ntoken ${token}\n` : "latchkey: error: no such code\n")
    } else if (url.pathname === "/host/v1/report") {
      desk.reports.push(body)
      response.statusCode = desk.reportStatus
      response.end()
    } else if (url.pathname === "/host/v1/found") {
      desk.founds.push(body)
      response.end()
    } else if (url.pathname !== "/host/v1/bundle") {
      const answer = desk.answers.get(url.pathname)
      response.statusCode = answer === undefined ? 404 : 200
      response.end(answer?.(body) ?? "latchkey: error: no such path\n")
    } else {
      const have = Number(url.searchParams.get("have"))
      desk.polls.push({ have, authorization: request.headers.authorization })
      const nonce = url.searchParams.get("nonce") ?? ""
      const answer = () => {
        clearTimeout(timer)
        held.delete(answer)
        response.end(have < published.version ? published.answer : fresh(nonce))
      }
      const timer = setTimeout(answer, desk.hold)
      held.add(answer)
      if (have < published.version) answer()
    }
  })
  const fresh = (nonce: string) => {
    const text = published.answer.split(endOfText)[0] ?? ""
    const hash = createHash("sha256").update(`${text}end\n`).digest("hex")
    const lines = [`server ${serverId}`, `version ${published.version}`, `bundle ${hash}`, "valid-for 60"]
    return sign(
      desk.freshness(`latchkey-fresh 1\n${lines.join("\n")}\nnonce ${nonce}\nend\n`),
      pinned,
      "latchkey-fresh",
    )
  }
  listener.listen(0, address)
  await once(listener, "listening")
  const bound = listener.address()
  if (bound === null || typeof bound === "string") throw new Error("the desk has no port")
  const url = `http://${address}:${bound.port}`
  const signer = readFileSync(`${pinned}.pub`, "utf8").trim()
  const desk: Desk = {
    url,
    script: await fillEnrolScript({ url, code: "one-time-code", serverId, signers: [signer], scripts: "" }),
    polls: [],
    reports: [],
    founds: [],
    enrolments: [],
    enrolStatus: 201,
    reportStatus: 200,
    sign,
    pinnedKey: pinned,
    foreignKey,
    bundle: (version, { server = serverId, stale = "keep", validFor = 3600, users = [], orders = [] } = {}) =>
      [
        "latchkey-bundle 1",
        `server ${server}`,
        `version ${version}`,
        "issued 2026-11-22T10:00:00Z",
        `valid-for ${validFor}`,
        `stale ${stale}`,
        ...users.flatMap(({ name, lines }) => [`user ${name} ${lines.length}`, ...lines]),
        ...orders,
        "end\n",
      ].join("\n"),
    publish(version, answer) {
      published = { version, answer }
      for (const answer of [...held]) answer()
    },
    answers: new Map(),
    hold: 2000,
    isSilent: false,
    freshness: (note) => note,
    close() {
      for (const answer of [...held]) answer()
      listener.close()
      listener.closeAllConnections()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return desk
}
