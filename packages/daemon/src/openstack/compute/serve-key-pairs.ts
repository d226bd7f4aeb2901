import {
  type AccountId,
  accountId,
  CoreError,
  checkNewKeyPair,
  deleteKeyPair,
  type ErrorCode,
  importKeyPair,
  isIdText,
  listKeyPairs,
  type SignedIn,
  showKeyPair,
} from "@latchkey/core"
import type { FastifyRequest } from "fastify"
import { z } from "zod"
import { sendJson } from "../door.ts"
import { WordedFault, withReason } from "../faults.ts"
import type { ServeCompute } from "./compute-call.ts"
import { readKeyPairRequest } from "./key-pair-body.ts"
import { readKeyPairQuery } from "./key-pair-query.ts"
import { keyPairRules } from "./key-pair-rules.ts"
import { makePair } from "./make-pair.ts"
import { readMicroversion } from "./microversion.ts"
import { renderListed, renderNew, renderShown } from "./render-key-pair.ts"

const path = "/os-keypairs"
const Named = z.object({ "*": z.string() })

/** Key pairs, each by its name, which can hold any character. */
export function serveKeyPairs(serve: ServeCompute): void {
  serve("GET", path, async ({ context, actor, request, reply, url }) => {
    const rules = rulesOf(request)
    const search = searchOf(request)
    const { userId, limit, marker } = readKeyPairQuery(search, rules, true)
    const account = whose(actor, userId)
    // Nova looks for no marker where nothing can come after it.
    const query = limit === 0 ? { limit } : { limit, marker }
    const pairs = await listKeyPairs(context, actor, query, account).catch((error: unknown) => {
      if (hasCode(error, "not_found")) return []
      if (hasCode(error, "forbidden")) throw notAllowed("index", account, error)
      if (hasCode(error, "invalid")) throw new WordedFault("invalid", `Marker ${marker} could not be found.`)
      throw error
    })
    const keypairs = pairs.map((pair) => renderListed(pair, rules))
    const last = pairs.at(-1)
    if (limit === undefined || last === undefined || pairs.length < limit) return sendJson(reply, 200, { keypairs })
    const href = `${url}${path}?${nextPage(search, last.name)}`
    return sendJson(reply, 200, { keypairs, keypairs_links: [{ rel: "next", href }] })
  })

  serve("POST", path, async ({ context, actor, request, reply }) => {
    const rules = rulesOf(request)
    const { name, type, publicKey, userId } = readKeyPairRequest(request.body, rules)
    const account = whose(actor, userId)
    const refuse = (error: unknown) => {
      if (!(error instanceof CoreError)) throw error
      throw error.code === "forbidden" ? notAllowed("create", account, error) : inNovasWords(error, name, userId)
    }
    if (publicKey === undefined) await checkNewKeyPair(context, actor, { name, type }, account).catch(refuse)
    const { id } = actor.account
    const made = publicKey === undefined ? await makePair(type, account ?? id, id) : undefined
    const pair = { name, type, publicKey: made?.publicKey ?? publicKey ?? "", madeHere: made !== undefined }
    const registered = await importKeyPair(context, actor, pair, account).catch(refuse)
    return sendJson(reply, rules.created, renderNew(registered, rules, made?.privateKey))
  })

  serve("GET", `${path}/*`, async ({ context, actor, request, reply }) => {
    const rules = rulesOf(request)
    const { userId = actor.account.id } = readKeyPairQuery(searchOf(request), rules, false)
    const account = whose(actor, userId)
    const name = nameOf(request, userId)
    const pair = await showKeyPair(context, actor, name, account).catch((error: unknown) => {
      if (hasCode(error, "not_found")) throw missing(name, userId)
      throw hasCode(error, "forbidden") ? notAllowed("show", account, error) : error
    })
    return sendJson(reply, 200, renderShown(pair, rules))
  })

  serve("DELETE", `${path}/*`, async ({ context, actor, request, reply }) => {
    const rules = rulesOf(request)
    const { userId = actor.account.id } = readKeyPairQuery(searchOf(request), rules, false)
    const account = whose(actor, userId)
    const name = nameOf(request, userId)
    await deleteKeyPair(context, actor, name, account).catch((error: unknown) => {
      if (hasCode(error, "not_found")) throw missing(name, userId)
      throw hasCode(error, "forbidden") ? notAllowed("delete", account, error) : error
    })
    return reply.code(rules.deleted).header("content-type", "application/json").send()
  })
}

function rulesOf({ headers }: FastifyRequest) {
  return keyPairRules(readMicroversion(headers))
}

function searchOf({ url }: FastifyRequest): URLSearchParams {
  const start = url.indexOf("?")
  return new URLSearchParams(start === -1 ? "" : url.slice(start))
}

/** The query of the page after this name: the other parameters in the order of their names, as Nova has them. */
function nextPage(search: URLSearchParams, name: string): URLSearchParams {
  const next = new URLSearchParams(search)
  next.sort()
  next.set("marker", name)
  return next
}

/** No account's id. */
const nobody = accountId("00000000-0000-0000-0000-000000000000")

/** Whose key pairs; nothing for one's own. What has not even the form of an id is nobody's, and gets no further. */
function whose(actor: SignedIn, userId: string | undefined): AccountId | undefined {
  if (userId === undefined || userId === actor.account.id) return undefined
  return isIdText(userId) ? accountId(userId) : nobody
}

/** The name of a key pair in an address. */
function nameOf({ params }: FastifyRequest, userId: string): string {
  const name = Named.parse(params)["*"]
  // Not every database can be asked for it.
  if (name.includes("\0")) throw missing("?", userId)
  return name
}

function missing(name: string, userId: string): WordedFault {
  return new WordedFault("not_found", `Keypair ${name} not found for user ${userId}`)
}

/** Of one's own key pairs the reason is told: it is an API token's. */
function notAllowed(operation: string, account: AccountId | undefined, { message }: Error): WordedFault {
  const words = `Policy doesn't allow os_compute_api:os-keypairs:${operation} to be performed.`
  return new WordedFault("forbidden", account === undefined ? withReason(words, message) : words)
}

/** Why a key pair cannot be registered. */
function inNovasWords(error: CoreError, name: string, userId: string | undefined): CoreError {
  const field = error.fields?.[0]?.path
  switch (error.code) {
    case "conflict":
      return field === "name" ? new WordedFault("conflict", `Key pair '${name}' already exists.`) : error
    case "quota_exceeded":
      return new WordedFault("quota_exceeded", "Quota exceeded, too many key pairs.")
    case "not_found":
      return new WordedFault("not_found", `User ${userId} could not be found.`)
    case "invalid": {
      const words = "Keypair data is invalid"
      if (field !== "publicKey") return new WordedFault("invalid", `${words}: ${error.message}`)
      return new WordedFault("invalid", withReason(`${words}: failed to generate fingerprint`, error.message))
    }
    default:
      return error
  }
}

function hasCode(error: unknown, code: ErrorCode): error is CoreError {
  return error instanceof CoreError && error.code === code
}
