/**
 * A process that is many connected servers: holds a poll for each, verifies whatever it is answered with as
 * latchkey-sync does, and asks again at once, which acknowledges. Arguments: the daemon's URL, the bundle key.
 * Told `{ tokens }`, it adds servers.
 */
import { randomBytes } from "node:crypto"
import { Agent, request } from "node:http"
import { parsePublicKey } from "@latchkey/engine"
import { verifySshsig } from "@latchkey/engine/signatures"

const [url = "", signer = ""] = process.argv.slice(2)
const key = parsePublicKey(signer)
const { hostname, port } = new URL(url)
/** A connection for each poll, as curl makes it. */
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY })
/** So that no listen queue overflows when a fleet starts. */
const startsAtOnce = 20

function take(text: string, nonce: string): number {
  const end = text.indexOf("\nend\n") + "\nend\n".length
  const signed = text.slice(0, end)
  const isBundle = signed.startsWith("latchkey-bundle 1\n")
  const namespace = isBundle ? "latchkey-bundle" : "latchkey-fresh"
  verifySshsig(Buffer.from(signed), text.slice(end), { namespace, key })
  if (!isBundle && !signed.includes(`\nnonce ${nonce}\n`)) throw new Error("the note answers another poll")
  return Number(/^version (\d+)$/m.exec(signed)?.[1])
}

function poll(token: string, have: number): void {
  const nonce = randomBytes(12).toString("hex")
  const again = (version: number) => poll(token, version)
  const failed = (error: Error) => {
    process.stderr.write(`a poll failed: ${error.message}\n`)
    setTimeout(again, 500, have)
  }
  const options = {
    hostname,
    port,
    agent,
    path: `/host/v1/bundle?have=${have}&nonce=${nonce}`,
    headers: { authorization: `Bearer ${token}` },
  }
  const asked = request(options, (response) => {
    const parts: Buffer[] = []
    response.on("data", (part: Buffer) => parts.push(part))
    response.on("end", () => {
      const text = Buffer.concat(parts).toString()
      if (response.statusCode !== 200) return failed(new Error(`${response.statusCode} ${text}`))
      again(take(text, nonce))
    })
  })
  asked.on("error", failed).end()
}

process.on("message", (message) => {
  if (typeof message !== "object" || message === null || !("tokens" in message) || !Array.isArray(message.tokens))
    return
  const tokens = message.tokens.map(String)
  const timer = setInterval(() => {
    for (const token of tokens.splice(0, startsAtOnce)) poll(token, 0)
    if (tokens.length === 0) clearInterval(timer)
  }, 80)
})
