import { byId, type Find, type Permission } from "../action.ts"
import type { SignedIn } from "../actor.ts"
import type { AccountId } from "../ids.ts"
import type { Stores } from "../ports.ts"
import { type ProjectRole, reaches } from "../projects/project.ts"
import type { Account } from "./account.ts"

/** An account that holds keys and tokens, and what the actor is in the project of a robot. */
export interface Holder {
  readonly account: Account
  /** Absent for one's own account, for a person, and for whoever is not in the robot's project. */
  readonly role?: ProjectRole
}

/** How a message begins that says what an account holds: a person is told of their own things, a robot is named. */
export function whoHas({ kind, handle }: Account): string {
  return kind === "robot" ? `${handle} has` : "you have"
}

/** Whose keys or tokens are asked for; without an id one's own. */
export function findHolder(id: AccountId | undefined): Find<Holder> {
  if (id === undefined) return async (_, { account }) => ({ account })
  return byId(id, (stores, actor) => holderOf(stores, actor, id))
}

/** The account that holds something that was found, as the actor stands to it. */
export async function holderOf(stores: Stores, actor: SignedIn, id: AccountId): Promise<Holder | undefined> {
  if (id === actor.account.id) return { account: actor.account }
  const account = await stores.accounts.find(id)
  if (account?.kind !== "robot") return account && { account }
  const membership = await stores.projects.findMembership(account.projectId, actor.account.id)
  return { account, ...(membership !== undefined && { role: membership.role }) }
}

/** One's own, and those of the robots of one's projects. For all others, admins too, they do not exist. */
export function mayRead(actor: SignedIn, { account, role }: Holder): Permission {
  return account.id === actor.account.id || role !== undefined ? "allowed" : "hidden"
}

/** The same, but that viewers of a project only see. */
export function mayWrite(actor: SignedIn, holder: Holder): Permission {
  if (mayRead(actor, holder) === "hidden") return "hidden"
  return holder.role === undefined || reaches(holder.role, "member") ? "allowed" : "forbidden"
}
