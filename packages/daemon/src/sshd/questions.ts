import { randomUUID } from "node:crypto"
import { createServer, type IncomingMessage, type Server } from "node:http"
import { isIP } from "node:net"
import {
  admit,
  type Context,
  CoreError,
  isIdText,
  type Origin,
  recordRefusedKey,
  type SeenUse,
  sshKeyId,
} from "@latchkey/core"
import type { Logger } from "../log.ts"
import { gatewayLine, type Line } from "./authorized-keys.ts"
import { answerError, answerLogin, type LoginAnswer } from "./login.ts"

/** A key that somebody came with. `refused`: offered, and it opens nothing; `accepted`: has signed in. */
export type Attempt = "accepted" | "refused"

export interface QuestionsOptions {
  readonly line: Line
  readonly contextFor: (origin: Origin) => Context
  readonly log: Logger
  readonly onAttempt: (attempt: Attempt) => void
  readonly onUse: (use: SeenUse) => void
}

const authorizedKeys = "/authorized-keys/"
const login = "/login/"

/** Characters. Longer than any command that a person types or git sends. */
const longestCommand = 16 * 1024

/**
 * What sshd and the forced command ask the daemon, over a socket that only the daemon's own user can open:
 *
 * - `GET /authorized-keys/SHA256:...` answers with one authorized_keys line, or nothing for a key that opens nothing.
 *   The fingerprint is taken as it stands: in a path a `+` is a `+`.
 * - `POST /login/KEY-ID`, with the client's command as its body and SSH_CONNECTION as a header, answers with an exit
 *   status, a space, and what to print.
 *
 * Anything else, and any doubt, is an error status: curl then fails and nobody is let in.
 */
export function createQuestions(options: QuestionsOptions): Server {
  const questions = createServer((request, response) => {
    // The socket is one curl's: it is of no use once the answer is sent.
    response.shouldKeepAlive = false
    answer(request, options).then(
      (text) => response.writeHead(200, { "content-type": "text/plain; charset=utf-8" }).end(text),
      (error: unknown) => {
        options.log.error({ err: error }, "a question of the SSH gateway could not be answered")
        response.writeHead(503).end()
      },
    )
  })
  // Such as too many open files: one question is lost, and the next may be heard.
  return questions.on("error", (error) => options.log.error({ err: error }, "the SSH gateway missed a question"))
}

async function answer(request: IncomingMessage, options: QuestionsOptions): Promise<string> {
  const url = request.url ?? ""
  if (request.method === "GET" && url.startsWith(authorizedKeys)) {
    return lineFor(url.slice(authorizedKeys.length), options)
  }
  if (request.method === "POST" && url.startsWith(login)) {
    const { status, text } = await tell(request, url.slice(login.length), options)
    return `${status} ${text}`
  }
  throw new Error("the SSH gateway was asked something that it does not know")
}

async function lineFor(fingerprint: string, options: QuestionsOptions): Promise<string> {
  const context = options.contextFor(origin())
  const admitted = await admit(context, fingerprint)
  if (admitted !== undefined) return `${gatewayLine(options.line, admitted.key)}\n`
  options.onAttempt("refused")
  await recordRefusedKey(context, fingerprint)
  options.log.info({ fingerprint }, "the SSH gateway refused a key that opens nothing")
  return ""
}

async function tell(request: IncomingMessage, id: string, options: QuestionsOptions): Promise<LoginAnswer> {
  const address = clientAddress(request.headers["ssh-connection"])
  const context = options.contextFor(origin(address))
  const { requestId } = context.origin
  try {
    if (!isIdText(id)) throw new CoreError("not_found", "there is no such SSH key")
    const keyId = sshKeyId(id)
    options.onAttempt("accepted")
    options.log.info({ keyId, address, requestId }, "a key signed in at the SSH gateway")
    try {
      return await answerLogin(context, keyId, await readCommand(request))
    } finally {
      // Afterwards: a login that proves whose key it is must not itself make the key look used by its holder.
      options.onUse({ keyId, at: context.clock.now(), ...(address !== undefined && { from: address }) })
    }
  } catch (error) {
    const isOurs = error instanceof CoreError && error.cause === undefined
    if (!isOurs) options.log.error({ err: error, requestId }, "a login at the SSH gateway could not be answered")
    return answerError(error)
  }
}

/** @throws CoreError `invalid` for a command that is too long */
async function readCommand(request: IncomingMessage): Promise<string> {
  let command = ""
  for await (const text of request.setEncoding("utf8")) {
    // What is too long is read to its end all the same, because curl listens to no answer before.
    if (command.length <= longestCommand) command += text
  }
  if (command.length <= longestCommand) return command
  throw new CoreError("invalid", "this command is too long", { hint: `the limit is ${longestCommand} characters` })
}

/** The first of SSH_CONNECTION's four words (ssh(1)), when it is an address. */
function clientAddress(connection: string | string[] | undefined): string | undefined {
  const [address = ""] = String(connection).split(" ")
  return isIP(address) === 0 ? undefined : address
}

function origin(address?: string): Origin {
  return { door: "ssh", requestId: randomUUID(), ...(address !== undefined && { address }) }
}
