import { type Action, byId, consult, type Outcome, perform } from "../action.ts"
import type { Actor, SignedIn } from "../actor.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import { CoreError } from "../error.ts"
import type { AccountId } from "../ids.ts"
import type { Page } from "../page.ts"
import type { Context, Stores } from "../ports.ts"
import type { Instant } from "../time.ts"
import { type Account, isAdmin, largestKeyQuota, type Robot, type Role } from "./account.ts"
import type { AccountQuery, AccountTally } from "./account-store.ts"
import { accountTarget } from "./new-person.ts"

/** What an admin may change of an account; what is absent stays. */
export interface ManagedChange {
  /** Of a person alone. */
  readonly role?: Role | undefined
  readonly keyQuota?: number | undefined
  /** The account's revision that the admin has seen. */
  readonly revision: number
}

/** An action of admins on the accounts of others: nobody else gets to know whether such an account exists. */
export function onAnyAccount(name: Action<Account>["name"]): Action<Account> {
  return {
    name,
    noun: "account",
    scope: "accounts:write",
    permits: (actor) => (isAdmin(actor.account) ? "allowed" : "hidden"),
  }
}

/** An account in the list of all. */
export type ListedAccount = Account & AccountTally

const listing: Action<Page<ListedAccount>> = {
  ...onAnyAccount("account.list"),
  permits: (actor) => (isAdmin(actor.account) ? "allowed" : "forbidden"),
}
const showing = onAnyAccount("account.show")
const managing = onAnyAccount("account.manage")
const disabling = onAnyAccount("account.disable")
const enabling = onAnyAccount("account.enable")

/** All accounts, robots too, by handle. */
export function listAccounts(context: Context, actor: Actor, query: AccountQuery): Promise<Page<ListedAccount>> {
  return consult(context, actor, listing, async (stores) => {
    const { items, ...page } = await stores.accounts.list(query)
    const tallies = await stores.accounts.tally(items.map(({ id }) => id))
    return { ...page, items: items.map((account) => ({ ...account, ...(tallies.get(account.id) ?? { keyCount: 0 }) })) }
  })
}

export function showAnyAccount(context: Context, actor: Actor, id: AccountId): Promise<Account> {
  return consult(
    context,
    actor,
    showing,
    byId(id, (stores) => stores.accounts.find(id)),
  )
}

/**
 * @throws CoreError `conflict` when the account has changed since that revision, and when no enabled admin would be left;
 *   `invalid` for a robot's role and for a quota out of range
 */
export function manageAccount(context: Context, actor: Actor, id: AccountId, change: ManagedChange): Promise<Account> {
  return perform(
    context,
    actor,
    managing,
    byId(id, (stores) => stores.accounts.find(id)),
    async (stores, account) => {
      if (account.revision !== change.revision) throw changedMeanwhile(account)
      const value = managed(account, change)
      if (isAdmin(account) && !isAdmin(value)) await requireAnotherAdmin(stores, account, "demoted")
      await stores.accounts.update(value)
      return { value, target: accountTarget(account), before: detail(account), after: detail(value) }
    },
  )
}

/**
 * Nothing of the account opens anything from now on: its login sessions are ended, its tokens and keys are refused while
 * it is disabled. The robots of a person's personal project stop with it. Disabling it again changes nothing, but that a
 * robot which its project had disabled is from then on enabled by admins alone.
 *
 * @throws CoreError `conflict` for the last enabled admin
 */
export function disableAccount(context: Context, actor: Actor, id: AccountId): Promise<Account> {
  return perform(
    context,
    actor,
    disabling,
    byId(id, (stores) => stores.accounts.find(id)),
    async (stores, account, signedIn) => {
      if (isAdmin(account)) await requireAnotherAdmin(stores, account, "disabled")
      return disable(context, stores, signedIn, account, true)
    },
  )
}

/** Keys and tokens work again, those of the robots that stopped with it too. Login sessions are gone. */
export function enableAccount(context: Context, actor: Actor, id: AccountId): Promise<Account> {
  return perform(
    context,
    actor,
    enabling,
    byId(id, (stores) => stores.accounts.find(id)),
    (stores, account, signedIn) => enable(context, stores, signedIn, account),
  )
}

/** The work of disabling any account. What an admin disabled stays so, whoever disables it again. */
export async function disable(
  context: Context,
  stores: Stores,
  actor: SignedIn,
  account: Account,
  byAdmin: boolean,
): Promise<Outcome<Account>> {
  const disabledAt = account.disabledAt ?? context.clock.now()
  for (const robot of await personalRobots(stores, account)) {
    if (robot.disabledAt !== undefined) continue
    const { value: _, ...facts } = await switchTo(stores, robot, disabledAt)
    await stores.auditEvents.append(newAuditEvent(context, actor, "robot.disable", facts))
  }
  await stores.links.deletePasswordResets(account.id)
  const endedLoginSessions = await stores.loginSessions.deleteByAccount(account.id)
  const { after, ...outcome } = await switchTo(stores, account, disabledAt, byAdmin)
  return { ...outcome, after: { ...after, endedLoginSessions } }
}

/** The work of enabling any account. */
export async function enable(
  context: Context,
  stores: Stores,
  actor: SignedIn,
  account: Account,
): Promise<Outcome<Account>> {
  for (const robot of await personalRobots(stores, account)) {
    // The same moment tells those that stopped with the person from those that were disabled for themselves.
    if (account.disabledAt === undefined || robot.disabledAt !== account.disabledAt || robot.disabledByAdmin) continue
    const { value: _, ...facts } = await switchTo(stores, robot, undefined)
    await stores.auditEvents.append(newAuditEvent(context, actor, "robot.enable", facts))
  }
  return switchTo(stores, account, undefined)
}

/** Stores an account as disabled since a moment, or as enabled. */
async function switchTo(
  stores: Stores,
  account: Account,
  disabledAt: Instant | undefined,
  byAdmin = false,
): Promise<Outcome<Account>> {
  const { disabledAt: before, ...rest } = account
  const wasByAdmin = account.kind === "robot" && account.disabledByAdmin
  const disabledByAdmin = disabledAt !== undefined && (byAdmin || wasByAdmin)
  const changed: Account = { ...rest, ...next(account), ...(disabledAt !== undefined && { disabledAt }) }
  const marked = changed.kind === "robot" ? { ...changed, disabledByAdmin } : changed
  const isSame = before === disabledAt && (account.kind === "person" || disabledByAdmin === wasByAdmin)
  const value = isSame ? account : marked
  await stores.accounts.update(value)
  if (disabledAt !== undefined) await stores.authTokens.deleteByAccount(account.id)
  return {
    value,
    target: accountTarget(account),
    before: { disabledAt: before ?? null },
    after: { disabledAt: disabledAt ?? null },
  }
}

async function personalRobots(stores: Stores, { id, kind }: Account): Promise<readonly Robot[]> {
  const personal = kind === "person" ? await stores.projects.findPersonal(id) : undefined
  return personal === undefined ? [] : stores.accounts.listRobots(personal.id)
}

function managed(account: Account, { role, keyQuota = account.keyQuota }: ManagedChange): Account {
  if (!Number.isSafeInteger(keyQuota) || keyQuota < 0 || keyQuota > largestKeyQuota) {
    const message = `a key quota is between 0 and ${largestKeyQuota}`
    throw new CoreError("invalid", message, { fields: [{ path: "keyQuota", message }] })
  }
  const changed = { keyQuota, ...next(account) }
  if (role === undefined) return { ...account, ...changed }
  if (account.kind === "person") return { ...account, ...changed, role }
  const message = "a robot has no role in the installation"
  throw new CoreError("invalid", message, { fields: [{ path: "role", message }] })
}

const next = ({ revision }: Account) => ({ revision: revision + 1 })

async function requireAnotherAdmin(stores: Stores, account: Account, what: "demoted" | "disabled"): Promise<void> {
  if ((await stores.accounts.countEnabledAdmins()) > 1) return
  throw new CoreError("conflict", `${account.handle} is the last administrator and cannot be ${what}`, {
    hint: "make another account an administrator first",
  })
}

function changedMeanwhile({ handle, revision }: Account): CoreError {
  return new CoreError("conflict", `the account ${handle} has changed since you looked at it`, {
    hint: "look at it again, then decide",
    fields: [{ path: "revision", message: `it is ${revision} now` }],
  })
}

function detail(account: Account) {
  return { role: account.kind === "person" ? account.role : null, keyQuota: account.keyQuota }
}
