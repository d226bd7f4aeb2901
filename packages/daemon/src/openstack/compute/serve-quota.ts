import {
  type Context,
  CoreError,
  defaultKeyQuota,
  findPersonalProject,
  isIdText,
  largestKeyQuota,
  listScopeProjects,
  manageAccount,
  type PersonalProject,
  projectId,
  type SignedIn,
} from "@latchkey/core"
import type { FastifyRequest } from "fastify"
import { z } from "zod"
import { sendJson } from "../door.ts"
import { WordedFault } from "../faults.ts"
import type { ServeCompute } from "./compute-call.ts"
import { readMicroversion } from "./microversion.ts"
import { pythonText } from "./python-text.ts"
import { absoluteLimits, quotaSet } from "./quota.ts"

const ById = z.object({ id: z.string() })
const Body = z.object({ quota_set: z.record(z.string(), z.unknown()) })

/**
 * How many key pairs one may have. OpenStack gives that to projects, and here it is a person's: the personal project of an
 * account stands for it, and for oneself every project that one is in.
 */
export function serveQuota(serve: ServeCompute): void {
  serve("GET", "/limits", async ({ actor, request, reply }) => {
    const absolute = absoluteLimits(actor.account.keyQuota, readMicroversion(request.headers))
    return sendJson(reply, 200, { limits: { rate: [], absolute } })
  })

  serve("GET", "/os-quota-sets/:id", async ({ context, actor, request, reply }) => {
    const id = idIn(request)
    const keyPairs = await quotaOf(context, actor, id)
    return sendJson(reply, 200, { quota_set: { id, ...quotaSet(keyPairs, readMicroversion(request.headers)) } })
  })

  serve("GET", "/os-quota-sets/:id/defaults", async ({ request, reply }) => {
    const defaults = quotaSet(defaultKeyQuota, readMicroversion(request.headers))
    return sendJson(reply, 200, { quota_set: { id: idIn(request), ...defaults } })
  })

  serve("PUT", "/os-quota-sets/:id", async ({ context, actor, request, reply }) => {
    const { person } = await personalProject(context, actor, idIn(request), "update")
    const keyQuota = readKeyPairs(request.body)
    const changed = await manageAccount(context, actor, person.id, { keyQuota, revision: person.revision })
    return sendJson(reply, 200, { quota_set: quotaSet(changed.keyQuota, readMicroversion(request.headers)) })
  })
}

async function quotaOf(context: Context, actor: SignedIn, id: string): Promise<number> {
  const own = await listScopeProjects(context, actor)
  if (own.some(({ project }) => project.id === id)) return actor.account.keyQuota
  return (await personalProject(context, actor, id, "show")).person.keyQuota
}

/** What all but administrators are not allowed to ask for. */
async function personalProject(
  context: Context,
  actor: SignedIn,
  id: string,
  operation: "show" | "update",
): Promise<PersonalProject> {
  const words = `Policy doesn't allow os_compute_api:os-quota-sets:${operation} to be performed.`
  if (!isIdText(id)) throw new WordedFault("forbidden", words)
  return findPersonalProject(context, actor, projectId(id)).catch((error: unknown) => {
    if (!(error instanceof CoreError) || (error.code !== "not_found" && error.code !== "forbidden")) throw error
    throw new WordedFault("forbidden", words)
  })
}

/** The one quota that can be set here. -1 is what OpenStack calls no limit. */
function readKeyPairs(body: unknown): number {
  const parsed = Body.safeParse(body)
  if (!parsed.success) throw new WordedFault("invalid", "'quota_set' is a required property")
  const { key_pairs: keyPairs, force: _, tenant_id: __, ...others } = parsed.data.quota_set
  const [other] = Object.keys(others)
  if (other !== undefined) {
    const message = `there is no quota of ${other} here: key_pairs alone can be set`
    throw new WordedFault("invalid", message)
  }
  const text = typeof keyPairs === "number" || typeof keyPairs === "string" ? String(keyPairs) : ""
  if (!/^-?\d+$/.test(text)) {
    const shown = pythonText(keyPairs)
    const message = `Invalid input for field/attribute key_pairs. Value: ${shown}. ${shown} is not of type 'integer'`
    throw new WordedFault("invalid", message)
  }
  return text === "-1" ? largestKeyQuota : Number(text)
}

function idIn({ params }: FastifyRequest): string {
  return ById.parse(params).id
}
