import { KeyError, type KeyOption, parseOptions } from "@latchkey/engine"
import { findHolder, mayWrite } from "../accounts/holder.ts"
import type { SignedIn } from "../actor.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import { CoreError } from "../error.ts"
import type { AccountId } from "../ids.ts"
import { keyDetail, keyTarget } from "../keys/key-event.ts"
import { fromKeyError, registerKey } from "../keys/key-import.ts"
import { requireRoom } from "../keys/key-quota.ts"
import { keyOpens, type SshKey } from "../keys/ssh-key.ts"
import type { Context, Stores } from "../ports.ts"
import { type AccessOptions, optionFlags } from "./access-options.ts"
import type { FoundKey } from "./found-key.ts"
import { grantAccess } from "./grant-access.ts"
import type { Server } from "./server.ts"

/** Whose a found key becomes. */
export interface Adoption {
  /** A robot of the project; absent: the actor. A key that is registered already stays whose it is. */
  readonly accountId?: AccountId | undefined
  /** Absent: proposed from its comment. */
  readonly name?: string | undefined
}

/**
 * The work of adopting a found key: registers it under the rules of every import, and lets it open what it opened.
 *
 * @returns what the audit keeps of it
 * @throws CoreError `conflict` for another account's key, for one that opens nothing now and for one that has access
 *   already; `not_found` for an account that is not the actor nor a robot of the project; `forbidden`, `invalid`,
 *   `quota_exceeded`
 */
export async function adoptKey(
  context: Context,
  stores: Stores,
  signedIn: SignedIn,
  server: Server,
  found: FoundKey,
  adoption: Adoption,
) {
  const options = accessOptionsOf(found.options)
  const key =
    (await registered(context, stores, found, adoption)) ??
    (await register(context, stores, signedIn, server, found, adoption))
  if (!keyOpens(key, context.clock.now())) {
    throw new CoreError("conflict", `the key "${key.name}" opens nothing now: it is disabled, expired or stopped`, {
      hint: "let whoever holds it put that right first",
    })
  }
  const breakGlass = found.decision === "break-glass"
  const subject = { kind: "key", keyId: key.id } as const
  const request = { loginUser: found.loginUser, subject, options, breakGlass }
  const { value: access, ...facts } = await grantAccess(context, stores, signedIn, server, request)
  await stores.auditEvents.append(newAuditEvent(context, signedIn, "access.add", facts))
  return { decision: "adopted", key: key.id, access: access.id }
}

/** The key where a member or a robot of the project has it, whose it then stays: under a name that opens, if one does. */
async function registered(
  { clock }: Pick<Context, "clock">,
  stores: Stores,
  found: FoundKey,
  { accountId }: Adoption,
): Promise<SshKey | undefined> {
  const { holder } = found
  if (holder === undefined) return undefined
  if (accountId !== undefined && accountId !== holder.id) {
    throw new CoreError("conflict", `${holder.handle} holds this key already`, { hint: "adopt it as it is" })
  }
  const names = await stores.sshKeys.findByFingerprint(found.fingerprint)
  return names.find((key) => keyOpens(key, clock.now())) ?? names[0]
}

async function register(
  context: Context,
  stores: Stores,
  signedIn: SignedIn,
  server: Server,
  found: FoundKey,
  { accountId, name }: Adoption,
): Promise<SshKey> {
  if (!signedIn.scopes.includes("keys:write")) {
    throw new CoreError("forbidden", "this API token lacks the scope keys:write", {
      hint: "adopting a key registers it: create a token that has both scopes",
    })
  }
  const holder = await findHolder(accountId)(stores, signedIn)
  const isOwn = holder?.account.id === signedIn.account.id
  const isRobotHere = holder?.account.kind === "robot" && holder.account.projectId === server.projectId
  if (holder === undefined || !(isOwn || isRobotHere) || mayWrite(signedIn, holder) !== "allowed") {
    throw new CoreError("not_found", "there is no such robot in this project", {
      hint: "a key is adopted for oneself or for a robot of the server's project; colleagues adopt theirs themselves",
    })
  }
  await requireRoom(stores, holder.account)
  const key = await registerKey(context, stores, holder.account, found.publicKey, { name })
  const facts = { target: keyTarget(key), after: { ...keyDetail(key), source: key.source } }
  await stores.auditEvents.append(newAuditEvent(context, signedIn, "key.import", facts))
  return key
}

/** The options of a line of authorized_keys as an access has them. @throws CoreError `invalid` for others than those */
function accessOptionsOf(text: string): AccessOptions {
  const options: { -readonly [Name in keyof AccessOptions]: AccessOptions[Name] } = {}
  for (const { name, value } of read(text)) {
    const known = name.toLowerCase()
    const flag = optionFlags.find(([, option]) => option.toLowerCase() === known)?.[0]
    if ((known === "from" || known === "command") && value !== undefined) options[known] = value
    else if (flag !== undefined && value === undefined) options[flag] = true
    else {
      throw new CoreError("invalid", `this key has the option ${name}, which no access can have`, {
        hint: "keep the key as it is, or change its line in authorized_keys on the server first",
      })
    }
  }
  return options
}

function read(text: string): readonly KeyOption[] {
  try {
    return parseOptions(text)
  } catch (error) {
    throw error instanceof KeyError ? fromKeyError(error) : error
  }
}
