import { type Account, defaultKeyQuota, isAdmin, parseHandle, type Robot } from "../accounts/account.ts"
import type { AccountTally } from "../accounts/account-store.ts"
import { disable, enable } from "../accounts/admin-actions.ts"
import { accountTarget, requireFreeHandle } from "../accounts/new-person.ts"
import { type Action, byId, consult, type Find, type Outcome, perform } from "../action.ts"
import type { Actor, SignedIn } from "../actor.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import { CoreError } from "../error.ts"
import { type AccountId, accountId, type ProjectId } from "../ids.ts"
import { deletedKey } from "../keys/key-event.ts"
import { parseName } from "../name.ts"
import { maximumPageSize } from "../page.ts"
import type { Context, Stores } from "../ports.ts"
import { onProject, ownProject } from "./project-actions.ts"
import { requireRoomFor } from "./project-limits.ts"
import type { OwnProject } from "./project-store.ts"

/** A robot of a project that the actor is in. */
interface OwnRobot extends OwnProject {
  readonly robot: Robot
}

const listing = onProject("robot.list", "viewer")
const creating = onProject("robot.create", "member")
const disabling = onRobot("robot.disable")
const enabling = onRobot("robot.enable")
const deleting = onRobot("robot.delete")

function onRobot(name: Action<OwnRobot>["name"]): Action<OwnRobot> {
  return { ...onProject(name, "member"), noun: "robot" }
}

/** A robot as its project's list has it. */
export type ListedRobot = Robot & Pick<AccountTally, "keyCount" | "lastSeenAt">

/** By handle. */
export async function listRobots(context: Context, actor: Actor, id: ProjectId): Promise<readonly ListedRobot[]> {
  await consult(context, actor, listing, ownProject(id))
  const { accounts } = context.database.stores
  const robots = await accounts.listRobots(id)
  const tallies = await accounts.tally(robots.map((robot) => robot.id))
  return robots.map((robot) => ({ ...robot, keyCount: 0, ...tallies.get(robot.id) }))
}

/**
 * A robot has no password: give it keys and tokens with the actions on keys and tokens, naming its account.
 *
 * @throws CoreError `conflict` when the handle is taken, `quota_exceeded`, `invalid`, `not_found`, `forbidden`
 */
export function createRobot(
  context: Context,
  actor: Actor,
  id: ProjectId,
  request: { readonly handle: string; readonly displayName: string },
): Promise<Robot> {
  return perform(context, actor, creating, ownProject(id), async (stores, { project }) => {
    const robot: Robot = {
      kind: "robot",
      id: accountId(context.secrets.id()),
      handle: parseHandle(request.handle),
      displayName: parseName(request.displayName, "displayName"),
      projectId: project.id,
      disabledByAdmin: false,
      keyQuota: defaultKeyQuota,
      createdAt: context.clock.now(),
      revision: 1,
    }
    requireRoomFor("robots", await stores.accounts.listRobots(id))
    await requireFreeHandle(context, stores, robot.handle)
    await stores.accounts.insert(robot)
    const after = { project: project.id, projectName: project.name, displayName: robot.displayName }
    return { value: robot, target: accountTarget(robot), after }
  })
}

/** Its keys and tokens open nothing until it is enabled. */
export function disableRobot(context: Context, actor: Actor, id: ProjectId, robot: AccountId): Promise<Robot> {
  return perform(context, actor, disabling, ownRobot(id, robot), async (stores, own, signedIn) =>
    asRobot(await disable(context, stores, signedIn, own.robot, false)),
  )
}

/** @throws CoreError `forbidden` when an admin disabled it and the actor is none; `not_found` */
export function enableRobot(context: Context, actor: Actor, id: ProjectId, robot: AccountId): Promise<Robot> {
  return perform(context, actor, enabling, ownRobot(id, robot), async (stores, own, signedIn) => {
    const mayLift = isAdmin(signedIn.account) && signedIn.scopes.includes("accounts:write")
    if (own.robot.disabledByAdmin && !mayLift) {
      throw new CoreError("forbidden", `an administrator disabled ${own.robot.handle}`, {
        hint: "only an administrator can enable it again",
      })
    }
    return asRobot(await enable(context, stores, signedIn, own.robot))
  })
}

/** Its keys and tokens go with it, and what they have on servers. */
export function deleteRobot(context: Context, actor: Actor, id: ProjectId, account: AccountId): Promise<void> {
  return perform(context, actor, deleting, ownRobot(id, account), async (stores, { robot, project }, signedIn) => {
    const accesses = await stores.accesses.deleteOfAccount(id, robot.id)
    const keys = await deleteEveryKey(context, stores, signedIn, robot)
    const tokens = await stores.apiTokens.listByAccount(robot.id)
    for (const token of tokens) await stores.apiTokens.delete(token.id)
    await stores.accounts.delete(robot.id)
    const before = { project: project.id, projectName: project.name, keys, tokens: tokens.length, accesses }
    return { value: undefined, target: accountTarget(robot), before }
  })
}

/** Each with an event of its own: the fingerprint of a deleted key stays in the audit. */
async function deleteEveryKey(context: Context, stores: Stores, actor: SignedIn, robot: Robot): Promise<number> {
  const query = { accountId: robot.id, sort: "created", descending: false, limit: maximumPageSize } as const
  let deleted = 0
  for (
    let { items } = await stores.sshKeys.list(query);
    items.length > 0;
    { items } = await stores.sshKeys.list(query)
  ) {
    for (const key of items) {
      await stores.sshKeys.delete(key.id)
      await stores.auditEvents.append(newAuditEvent(context, actor, "key.delete", deletedKey(key)))
    }
    deleted += items.length
  }
  return deleted
}

function ownRobot(id: ProjectId, account: AccountId): Find<OwnRobot> {
  return byId(account, async (stores, actor) => {
    const own = await ownProject(id)(stores, actor)
    const robot = own && (await stores.accounts.find(account))
    return robot?.kind === "robot" && robot.projectId === id && own ? { ...own, robot } : undefined
  })
}

function asRobot({ value, ...facts }: Outcome<Account>): Outcome<Robot> {
  if (value.kind !== "robot") throw new Error("disabling and enabling make no robot a person")
  return { ...facts, value }
}
