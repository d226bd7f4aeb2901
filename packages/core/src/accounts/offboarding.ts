import { byId, consult } from "../action.ts"
import type { Actor } from "../actor.ts"
import type { AccountId } from "../ids.ts"
import { type OwnedKey, ownedBy } from "../keys/ssh-key.ts"
import type { Page } from "../page.ts"
import type { Context } from "../ports.ts"
import type { Project } from "../projects/project.ts"
import { type Closings, closingsOfAccount } from "../servers/closings.ts"
import { type LoginSession, loginSessionIsValid } from "../sign-in/login-session.ts"
import type { ApiToken } from "../tokens/api-token.ts"
import type { Account, Robot } from "./account.ts"
import { onAnyAccount } from "./admin-actions.ts"

/** What disabling an account would close. */
export interface Offboarding {
  readonly account: Account
  /** What a robot belongs to. */
  readonly project?: Project
  /** The keys that are registered, last used first: the first page of them, with how many there are. */
  readonly keys: Page<OwnedKey>
  readonly tokens: readonly ApiToken[]
  readonly loginSessions: readonly LoginSession[]
  /** Whether keys are served at `/HANDLE.keys`. */
  readonly publishesKeys: boolean
  /** Robots of the personal project, which stop with it. */
  readonly robots: readonly Robot[]
  /** Shared projects that would be left without an owner who is enabled. */
  readonly ownedAlone: readonly Project[]
  /** What the keys of the account and of those robots open. */
  readonly closings: Closings
}

/** So many keys are listed. */
const listedKeys = 100

const previewing = onAnyAccount("account.preview-offboarding")

/** What an account's leaving closes, before anything is closed. */
export async function previewOffboarding(context: Context, actor: Actor, id: AccountId): Promise<Offboarding> {
  const account = await consult(
    context,
    actor,
    previewing,
    byId(id, (stores) => stores.accounts.find(id)),
  )
  const { stores } = context.database
  const now = context.clock.now()
  const project = account.kind === "robot" ? await stores.projects.find(account.projectId) : undefined
  const personal = await stores.projects.findPersonal(id)
  const keys = await stores.sshKeys.list({ accountId: id, sort: "last-used", descending: true, limit: listedKeys })
  return {
    account,
    ...(project !== undefined && { project }),
    keys: { ...keys, items: keys.items.map((key) => ownedBy(account, key)) },
    tokens: await stores.apiTokens.listByAccount(id),
    loginSessions: (await stores.loginSessions.listByAccount(id)).filter((one) => loginSessionIsValid(one, now)),
    publishesKeys: account.kind === "person" && account.publishesKeys,
    robots: personal === undefined ? [] : await stores.accounts.listRobots(personal.id),
    ownedAlone: await stores.projects.listHeldAlone(id),
    closings: await closingsOfAccount(context, actor, id),
  }
}
