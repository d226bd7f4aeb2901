import { isAdmin, type Person } from "../accounts/account.ts"
import { accountTarget } from "../accounts/new-person.ts"
import { type Action, byId, consult, type Find, perform } from "../action.ts"
import type { Actor } from "../actor.ts"
import { CoreError } from "../error.ts"
import type { AccountId, ProjectId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import type { Membership, Project, ProjectRole } from "./project.ts"
import { onProject, ownProject, projectTarget } from "./project-actions.ts"
import type { Member, OwnProject } from "./project-store.ts"

/** A member of a project that the actor is in too. */
interface FellowMember extends OwnProject {
  readonly fellow: Member
}

const listing = onProject("project.list-members", "viewer")
const leaving = onProject("project.leave", "viewer")
const changingRole = onMember("project.change-member-role")
const removing = onMember("project.remove-member")

function onMember(name: Action<FellowMember>["name"]): Action<FellowMember> {
  return { ...onProject(name, "owner"), noun: "member" }
}

/** By handle. @throws CoreError `not_found` for whoever is not in the project */
export async function listMembers(context: Context, actor: Actor, id: ProjectId): Promise<readonly Member[]> {
  await consult(context, actor, listing, ownProject(id))
  return context.database.stores.projects.listMembers(id)
}

/** @throws CoreError `conflict` for the last owner, `not_found`, `forbidden` */
export function changeMemberRole(
  context: Context,
  actor: Actor,
  id: ProjectId,
  member: AccountId,
  role: ProjectRole,
): Promise<Member> {
  return perform(context, actor, changingRole, fellowMember(id, member), async (stores, { project, fellow }) => {
    const { account, membership } = fellow
    if (role !== "owner") await requireAnotherOwner(stores, membership)
    const value = { account, membership: { ...membership, role } }
    await stores.projects.putMembership(value.membership)
    const facts = { project: project.id, projectName: project.name }
    return {
      value,
      target: accountTarget(account),
      before: { ...facts, role: membership.role },
      after: { ...facts, role },
    }
  })
}

/** What the member had on the project's servers goes too. @throws CoreError `conflict` for the last owner, `not_found`, `forbidden` */
export function removeMember(context: Context, actor: Actor, id: ProjectId, member: AccountId): Promise<void> {
  return perform(context, actor, removing, fellowMember(id, member), async (stores, { project, fellow }) => {
    const { account, membership } = fellow
    await requireAnotherOwner(stores, membership)
    const accesses = await stores.accesses.deleteOfAccount(id, member)
    await stores.projects.deleteMembership(id, member)
    await stores.authTokens.deleteByAccount(member, id)
    const before = { project: project.id, projectName: project.name, role: membership.role, accesses }
    return { value: undefined, target: accountTarget(account), before }
  })
}

/** The same, by oneself. @throws CoreError `conflict` for the last owner, `not_found` */
export function leaveProject(context: Context, actor: Actor, id: ProjectId): Promise<void> {
  return perform(context, actor, leaving, ownProject(id), async (stores, own) => {
    await requireAnotherOwner(stores, own.membership)
    const { accountId, role } = own.membership
    const accesses = await stores.accesses.deleteOfAccount(id, accountId)
    await stores.projects.deleteMembership(id, accountId)
    await stores.authTokens.deleteByAccount(accountId, id)
    return { value: undefined, target: projectTarget(own), before: { role, accesses } }
  })
}

/** A shared project that is left to nobody, and the person who is to own it. */
interface Succession {
  readonly project: Project
  readonly person: Person
}

const assigning: Action<Succession> = {
  name: "project.assign-owner",
  noun: "project without an owner",
  scope: "accounts:write",
  permits: ({ account }) => (isAdmin(account) ? "allowed" : "hidden"),
}

/**
 * Makes somebody an owner of a shared project whose owners are all disabled. It is the one thing that an admin may do to
 * a project without being in it.
 *
 * @throws CoreError `not_found` when there is no such project, or it has an owner, or no such person who is enabled
 */
export function assignOwner(context: Context, actor: Actor, id: ProjectId, account: AccountId): Promise<void> {
  return perform(
    context,
    actor,
    assigning,
    (stores) => succession(stores, id, account),
    async (stores, { project, person }) => {
      const membership = { projectId: id, accountId: person.id, role: "owner", since: context.clock.now() } as const
      await stores.projects.putMembership(membership)
      const after = { project: id, projectName: project.name, role: "owner" }
      return { value: undefined, target: accountTarget(person), after }
    },
  )
}

async function succession(stores: Stores, id: ProjectId, account: AccountId): Promise<Succession | undefined> {
  const project = await stores.projects.find(id)
  const person = await stores.accounts.find(account)
  if (project?.kind !== "shared" || person?.kind !== "person" || person.disabledAt !== undefined) return undefined
  const isOwned = (await stores.projects.countOwners(id)) > 0
  return isOwned ? undefined : { project, person }
}

function fellowMember(id: ProjectId, member: AccountId): Find<FellowMember> {
  return byId(id, async (stores, actor) => {
    const own = await ownProject(id)(stores, actor)
    const membership = own && (await stores.projects.findMembership(id, member))
    const account = membership && (await stores.accounts.find(member))
    return own && membership && account && { ...own, fellow: { membership, account } }
  })
}

/** @throws CoreError `conflict` when nobody who is enabled would own the project without this member */
async function requireAnotherOwner(stores: Stores, { projectId, accountId, role }: Membership): Promise<void> {
  if (role !== "owner" || (await stores.projects.countOwners(projectId, accountId)) > 0) return
  throw new CoreError("conflict", "this is the project's last owner", {
    hint: "make another member an owner first, or delete the project",
  })
}
