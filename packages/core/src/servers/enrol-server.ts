import { fingerprintSha256, type PublicKey } from "@latchkey/engine"
import { perform } from "../action.ts"
import { type Actor, anonymous } from "../actor.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import type { Change } from "../changes/change.ts"
import { CoreError } from "../error.ts"
import type { ServerId } from "../ids.ts"
import type { Context } from "../ports.ts"
import { issueEnrolmentCode, type NewEnrolment, notValid, requireEnrolmentCode } from "./enrolment.ts"
import { seenIn } from "./host-actions.ts"
import { onServer, ownServer } from "./own-server.ts"
import { isServerAddress, type Server, serverTarget } from "./server.ts"

/** A machine reports at most so many host keys, and so many login users. */
export const maximumHostKeys = 64
export const maximumLoginUsers = 1000

/** What a machine says of itself when it enrols; the edge has looked at forms, bounds and the proofs of host keys. */
export interface EnrolmentReport {
  /** Foreign text. */
  readonly hostname: string
  /** "9.2" */
  readonly sshdVersion: string
  /** 1 to `maximumHostKeys`. */
  readonly hostKeys: readonly PublicKey[]
  /** Names for which `isLoginUser` is true, at most `maximumLoginUsers`. */
  readonly loginUsers: readonly string[]
}

const offering = onServer("server.offer-enrolment", "member")
const confirming = onServer("server.confirm", "member")

/**
 * A new code for a server, in place of the one before, whatever state it is in: the machine that spends it is the server
 * from then on, and has to be confirmed again.
 *
 * @throws CoreError `not_found`, `forbidden`
 */
export function offerEnrolment(context: Context, actor: Actor, id: ServerId): Promise<NewEnrolment> {
  return perform(context, actor, offering, ownServer(id), async (stores, { server }, { account }) => {
    const value = await issueEnrolmentCode(context, stores, server, account.id)
    return { value, target: serverTarget(server, account.id), after: { codeExpiresAt: value.code.expiresAt } }
  })
}

/** The server that a code enrols, and nothing is changed. @throws CoreError `not_found` for a code that does not work */
export async function lookUpEnrolment(context: Context, secret: string): Promise<Server> {
  return (await requireEnrolmentCode(context, context.database.stores, secret)).server
}

/**
 * That a machine has the script of this code of a server, unless another code has taken its place meanwhile. Gives what
 * changed for whoever waits for it.
 */
export async function noteFetchedScript(
  context: Pick<Context, "database" | "clock" | "secrets">,
  { projectId, scriptFetchedAt }: Server,
  secret: string,
): Promise<readonly Change[]> {
  if (scriptFetchedAt !== undefined) return []
  const hash = context.secrets.hash(secret)
  const isNews = await context.database.transaction(({ servers }) => servers.noteFetch(hash, context.clock.now()))
  return isNews ? seenIn(context, [projectId]) : []
}

/**
 * Spends a code: the machine that reports this is the server from now on, by a new token in place of the last one. It gets
 * no keys until somebody has confirmed its host keys, whoever got hold of the code.
 *
 * @throws CoreError `not_found` for a code that does not work: of two who spend one at once, one enrols
 */
export function enrolServer(
  context: Context,
  secret: string,
  report: EnrolmentReport,
): Promise<{ readonly server: Server; readonly token: string }> {
  const token = context.secrets.secret()
  return context.database.transaction(async (stores) => {
    const { server: before, code } = await requireEnrolmentCode(context, stores, secret)
    const { confirmedAt: _, acknowledgedAt: __, problem: ___, ...kept } = before
    const now = context.clock.now()
    const address = before.address ?? learntAddress(context, report)
    const server: Server = {
      ...kept,
      ...(address !== undefined && { address }),
      state: "unconfirmed",
      hostKeys: report.hostKeys,
      loginUsers: report.loginUsers,
      sshdVersion: report.sshdVersion,
      enrolledAt: now,
      lastContactAt: now,
      acknowledgedVersion: 0,
      unmanaged: [],
    }
    const { hash } = context.secrets
    if (!(await stores.servers.enrol(server, hash(secret), hash(token)))) throw notValid()
    // Whatever the machine before had in effect, this one has nothing.
    await stores.hosts.takeBack(server.id, 0)
    await stores.serverTrust.deleteOrder(server.id)
    await stores.serverTrust.deleteUnlock(server.id)
    const event = {
      target: serverTarget(server, code.createdBy),
      before: { state: before.state, hostKeys: fingerprintsOf(before).join(" ") },
      after: { state: server.state, hostKeys: fingerprintsOf(server).join(" "), sshdVersion: report.sshdVersion },
    }
    await stores.auditEvents.append(newAuditEvent(context, anonymous, "server.enrol", event))
    return { server, token }
  })
}

/** A name that others may know the machine by, else where it asks from, else the name that it has for itself. */
function learntAddress({ origin }: Context, { hostname }: EnrolmentReport): string | undefined {
  const candidates = [hostname.includes(".") ? hostname : undefined, origin.address, hostname]
  return candidates.find((text) => text !== undefined && isServerAddress(text))
}

/**
 * Says that a machine which has enrolled is the one that was meant: from now on it gets the keys that open it.
 *
 * @param fingerprints of all host keys that the machine itself shows, in any order
 * @throws CoreError `conflict` when nothing has enrolled yet, and when the server has other host keys; `not_found`,
 *   `forbidden`
 */
export function confirmServer(
  context: Context,
  actor: Actor,
  id: ServerId,
  fingerprints: readonly string[],
): Promise<Server> {
  return perform(context, actor, confirming, ownServer(id), async (stores, { server }, { account }) => {
    if (server.state === "waiting") {
      throw new CoreError("conflict", `nothing has enrolled as ${server.name} yet`, {
        hint: "run its command on the machine first",
      })
    }
    const reported = fingerprintsOf(server)
    if (reported.toSorted().join() !== [...new Set(fingerprints)].sort().join()) {
      throw new CoreError("conflict", `the host keys of ${server.name} are other than those that you confirmed`, {
        hint: "look at them again on the machine itself: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub",
      })
    }
    const confirmedAt = server.confirmedAt ?? context.clock.now()
    await stores.servers.confirm(id, confirmedAt)
    const value: Server = { ...server, state: "connected", confirmedAt }
    const after = { hostKeys: reported.join(" ") }
    return { value, target: serverTarget(server, account.id), before: { state: server.state }, after }
  })
}

function fingerprintsOf({ hostKeys }: Server): readonly string[] {
  return [...new Set(hostKeys.map(({ blob }) => fingerprintSha256(blob)))]
}
