import { encodeBase64 } from "@latchkey/engine"
import { perform } from "../action.ts"
import { type Actor, anonymous, everyScope, type SignedIn } from "../actor.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import { CoreError } from "../error.ts"
import { loginSessionId, type ServerId, type SshKeyId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import { reaches } from "../projects/project.ts"
import { type Instant, minute } from "../time.ts"
import { findOpenings } from "./find-openings.ts"
import { grantAccess } from "./grant-access.ts"
import { parseLoginUser } from "./login-user.ts"
import { onServer, ownServer } from "./own-server.ts"
import { type Host, serverTarget } from "./server.ts"

/** How long the letters work, and for how long wrong ones count. */
export const unlockLifetime = 15 * minute

/** Wrong letters that are told apart and audited in that time; of 69 random bits nobody guesses any with more tries. */
export const mostWrongLetters = 5

/** None looks or sounds like another one of them, and they stand on every keyboard. */
const alphabet = "bcdefghijklnoprstuvx"
const unlockLength = 16

/** Letters just made, which nothing can show again. */
export interface NewUnlock {
  /** 16 of them: 69 random bits. */
  readonly letters: string
  readonly expiresAt: Instant
}

/** What somebody wants to be let in by. */
export interface UnlockRequest {
  readonly loginUser: string
  readonly keyId: SshKeyId
}

/** What letters have opened. */
export interface Unlocked {
  readonly loginUser: string
  readonly fingerprint: string
  /** Type and base64. */
  readonly publicKey: string
}

const offering = onServer("server.offer-unlock", "member")

/**
 * Letters for whoever is at the console of a connected server that lets nobody in: typed there, they give a key access.
 * New ones take the place of the last.
 *
 * @throws CoreError `not_found` for the server, and for a key of nobody in its project; `conflict` for a server that is not
 *   connected and a key that opens nothing; `invalid`, `forbidden`
 */
export function offerUnlock(context: Context, actor: Actor, id: ServerId, request: UnlockRequest): Promise<NewUnlock> {
  return perform(context, actor, offering, ownServer(id), async (stores, { server }, { account }) => {
    if (server.state !== "connected") {
      throw new CoreError("conflict", `${server.name} is not connected`, { hint: "run its command on the machine" })
    }
    const loginUser = parseLoginUser(request.loginUser, "loginUser")
    const key = await stores.sshKeys.find(request.keyId)
    if (key === undefined || !(await isInProject(stores, server.projectId, key.accountId))) throw noSuchKey()
    const value = { letters: newLetters(context), expiresAt: context.clock.now() + unlockLifetime }
    const unlock = { loginUser, keyId: key.id, createdBy: account.id, expiresAt: value.expiresAt }
    await stores.serverTrust.putUnlock(id, unlock, context.secrets.hash(value.letters))
    return {
      value,
      target: serverTarget(server, account.id),
      after: { loginUser, fingerprint: key.fingerprint, expiresAt: value.expiresAt },
    }
  })
}

/**
 * Gives the access that letters stand for, as the person who asked for them: what that person may not do any more is
 * refused. They work once. Wrong ones are audited, as far as they are counted.
 *
 * @throws CoreError `not_found` for letters that do not work, `rate_limited` after too many of them, `conflict` for a key
 *   that opens nothing, and what giving access throws
 */
export async function unlockServer(context: Context, { id }: Host, letters: string): Promise<Unlocked> {
  const since = context.clock.now() - unlockLifetime
  const result = await context.database.transaction(async (stores) => {
    // First, and whatever came before: whoever has stolen the server's token must not keep its owners out with wrong ones.
    const unlocked = await redeem(context, stores, id, letters)
    if (unlocked !== undefined) return unlocked
    if ((await stores.serverTrust.countWrongLetters(id, since)) >= mostWrongLetters) {
      throw new CoreError("rate_limited", "wrong letters came from this server too often", {
        hint: "wait a quarter of an hour, or type those that Latchkey shows",
        retryAfter: unlockLifetime / 1000,
      })
    }
    // Kept by the same transaction: not thrown, since that would take it back.
    await stores.serverTrust.addWrongLetters(id, context.clock.now(), since)
    const server = await stores.servers.find(id)
    if (server !== undefined) {
      const facts = { target: serverTarget(server, server.createdBy), outcome: "refused" } as const
      await stores.auditEvents.append(newAuditEvent(context, anonymous, "server.unlock", facts))
    }
    return undefined
  })
  if (result !== undefined) return result
  throw new CoreError("not_found", "these letters do not unlock this server", {
    hint: "they work once, for a quarter of an hour; ask for new ones in Latchkey",
  })
}

async function redeem(context: Context, stores: Stores, id: ServerId, letters: string): Promise<Unlocked | undefined> {
  const unlock = await stores.serverTrust.findUnlock(id, context.secrets.hash(letters))
  const server = await stores.servers.find(id)
  if (unlock === undefined || server === undefined || unlock.expiresAt <= context.clock.now()) return undefined
  const account = await stores.accounts.find(unlock.createdBy)
  const membership = await stores.projects.findMembership(server.projectId, unlock.createdBy)
  const isAllowed = account?.disabledAt === undefined && membership !== undefined && reaches(membership.role, "member")
  if (account === undefined || !isAllowed) return undefined
  await stores.serverTrust.deleteUnlock(id)
  const { loginUser, keyId } = unlock
  const openings = () => findOpenings(stores, [id], context.clock.now())
  // Under another name the key may open already.
  const key = await stores.sshKeys.find(keyId)
  const isIt = (opening: Awaited<ReturnType<typeof openings>>[number]) =>
    opening.loginUser === loginUser && opening.key.fingerprint === key?.fingerprint
  // Whoever asked is not signed in here: the letters are what they gave to whoever types them.
  const asker: SignedIn = {
    kind: "account",
    account,
    by: { kind: "login_session", id: loginSessionId(context.secrets.id()) },
    scopes: everyScope,
  }
  if (!(await openings()).some(isIt)) {
    const { value: _, ...facts } = await grantAccess(context, stores, asker, server, {
      loginUser,
      subject: { kind: "key", keyId },
    })
    await stores.auditEvents.append(newAuditEvent(context, asker, "access.add", facts))
  }
  const opening = (await openings()).find(isIt)
  if (opening === undefined) {
    throw new CoreError("conflict", "this key opens nothing now: it is disabled, has expired, or was stopped", {
      hint: "ask for letters for another key",
    })
  }
  const { fingerprint, keyType, blob } = opening.key
  const facts = { target: serverTarget(server, account.id), after: { loginUser, fingerprint } }
  await stores.auditEvents.append(newAuditEvent(context, asker, "server.unlock", facts))
  return { loginUser, fingerprint, publicKey: `${keyType} ${encodeBase64(blob)}` }
}

async function isInProject(
  stores: Stores,
  project: Parameters<Stores["projects"]["find"]>[0],
  id: SignedIn["account"]["id"],
) {
  const account = await stores.accounts.find(id)
  if (account?.kind === "robot") return account.projectId === project
  return (await stores.projects.findMembership(project, id)) !== undefined
}

/** From 256 random bits: what each letter lacks of being as likely as the others is less than 1 in 2^250. */
function newLetters({ secrets }: Context): string {
  let number = BigInt(`0x${secrets.hash(secrets.secret())}`)
  let letters = ""
  while (letters.length < unlockLength) {
    letters += alphabet[Number(number % BigInt(alphabet.length))]
    number /= BigInt(alphabet.length)
  }
  return letters
}

function noSuchKey(): CoreError {
  return new CoreError("not_found", "there is no such SSH key in this project", {
    hint: "it may have been deleted, or its owner is not in the project",
  })
}
