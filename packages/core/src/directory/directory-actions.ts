import type { Account } from "../accounts/account.ts"
import { managesAccounts } from "../accounts/manages-accounts.ts"
import { type Action, byId, consult, type Find, forbiddenTo } from "../action.ts"
import type { Actor, SignedIn } from "../actor.ts"
import { accountId, isIdText, projectId } from "../ids.ts"
import { maximumPageSize } from "../page.ts"
import type { Context, Stores } from "../ports.ts"
import type { Project } from "../projects/project.ts"
import type { ApiToken } from "../tokens/api-token.ts"
import { type ScopeProject, scopeProjectsOf } from "../tokens/auth-token-scope.ts"

/** Projects by name; `isAll` is false when there are more. */
export interface ProjectListing {
  readonly projects: readonly Project[]
  readonly isAll: boolean
}

/** Everybody may look up what is their own; of all others only whoever manages accounts learns whether they exist. */
function lookingUp<Found>(name: Action<Found>["name"], noun: string): Action<Found> {
  return { name, noun, scope: "any", permits: () => "allowed" }
}

const showingAccount = lookingUp<Account>("account.show", "account")
const showingProject = lookingUp<Project>("project.show", "project")
const listingOf = lookingUp<readonly ScopeProject[]>("project.list", "account")
const listingTokens = lookingUp<readonly ApiToken[]>("token.list", "account")
const listingAll: Action<ProjectListing> = {
  name: "project.list",
  noun: "project",
  scope: "accounts:write",
  permits: (actor) => (managesAccounts(actor) ? "allowed" : "forbidden"),
}

/**
 * An account by its id, as clients of OpenStack look users up.
 *
 * @param id any text
 * @throws CoreError `forbidden` for an account of somebody else, whether it exists or not; `not_found` to admins
 */
export function lookUpAccount(context: Context, actor: Actor, id: string): Promise<Account> {
  return consult(context, actor, showingAccount, sought(id, "account", findAccount))
}

/** A project by its id: one that the account is in, to an admin any. @throws CoreError as `lookUpAccount` */
export function lookUpProject(context: Context, actor: Actor, id: string): Promise<Project> {
  const find = sought(id, "project", async (stores, signedIn) => {
    const own = await scopeProjectsOf(stores, signedIn.account)
    const found = own.find(({ project }) => project.id === id)?.project
    return found ?? ifManaging(signedIn, "project", () => stores.projects.find(projectId(id)))
  })
  return consult(context, actor, showingProject, find)
}

/** The projects that an account can have an auth token scoped to. @throws CoreError as `lookUpAccount` */
export function lookUpProjectsOf(context: Context, actor: Actor, id: string): Promise<readonly ScopeProject[]> {
  const find = sought(id, "account", async (stores, signedIn) => {
    const account = await findAccount(stores, signedIn, id)
    return account && scopeProjectsOf(stores, account)
  })
  return consult(context, actor, listingOf, find)
}

/**
 * The projects of everybody by name, for admins; of those with one name the personal one alone where there is one, as
 * anybody can give a shared project the name of a person.
 *
 * @throws CoreError `forbidden`
 */
export function lookUpProjects(context: Context, actor: Actor, name?: string): Promise<ProjectListing> {
  return consult(context, actor, listingAll, async ({ projects }) => {
    const found = await projects.list(maximumPageSize + 1, name)
    const personal = name === undefined ? undefined : found.find(({ kind }) => kind === "personal")
    if (personal !== undefined) return { projects: [personal], isAll: true }
    return { projects: found.slice(0, maximumPageSize), isAll: found.length <= maximumPageSize }
  })
}

/**
 * One's own API tokens, as clients of OpenStack look application credentials up; to what was got with one of them, that
 * one alone.
 *
 * @param id any text
 * @throws CoreError `forbidden` for those of another account, whether it exists or not
 */
export function lookUpApiTokens(context: Context, actor: Actor, id: string): Promise<readonly ApiToken[]> {
  return consult(context, actor, listingTokens, async ({ apiTokens }, { account, by }) => {
    if (id !== account.id) throw forbiddenTo("account")
    const own = await apiTokens.listByAccount(account.id)
    const only = by.kind === "api_token" ? by.id : by.kind === "auth_token" ? by.apiTokenId : undefined
    return only === undefined ? own : own.filter((token) => token.id === only)
  })
}

function findAccount({ accounts }: Stores, actor: SignedIn, id: string): Promise<Account | undefined> {
  if (id === actor.account.id) return Promise.resolve(actor.account)
  return ifManaging(actor, "account", () => accounts.find(accountId(id)))
}

/** What has not even the form of an id is looked for in no database, and kept in no audit. */
function sought<Found>(
  id: string,
  noun: string,
  find: (stores: Stores, actor: SignedIn, id: string) => Promise<Found | undefined>,
): Find<Found> {
  if (isIdText(id)) return byId(id, (stores, actor) => find(stores, actor, id))
  return async (_, actor) => ifManaging(actor, noun, async () => undefined)
}

async function ifManaging<Found>(
  actor: SignedIn,
  noun: string,
  find: () => Promise<Found | undefined>,
): Promise<Found | undefined> {
  if (!managesAccounts(actor)) throw forbiddenTo(noun)
  return find()
}
