import { isAdmin } from "../accounts/account.ts"
import { type Action, byId, consult, perform } from "../action.ts"
import type { Actor } from "../actor.ts"
import type { LinkId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import type { ProjectRole } from "../projects/project.ts"
import type { Instant } from "../time.ts"
import type { Invitation, Link, PasswordReset } from "./link.ts"
import { requireLink } from "./one-time-links.ts"

/** What a link is for, as far as whoever has it may know. */
export type LinkPurpose = {
  readonly expiresAt: Instant
  /** The display name of whoever made it. */
  readonly from: string
} & (
  | { readonly kind: "invitation" | "password_reset"; readonly handle: string }
  | { readonly kind: "project_invitation"; readonly projectName: string; readonly role: ProjectRole }
)

/** A link of an admin's with the account that it is for. */
export interface AdminLink {
  readonly link: Invitation | PasswordReset
  readonly handle: string
  /** The handle of whoever made it. */
  readonly createdBy: string
}

const listing: Action<readonly AdminLink[]> = {
  name: "link.list",
  noun: "link",
  scope: "accounts:write",
  permits: ({ account }) => (isAdmin(account) ? "allowed" : "forbidden"),
}

const revoking: Action<AdminLink> = {
  name: "link.revoke",
  noun: "link",
  scope: "accounts:write",
  permits: ({ account }) => (isAdmin(account) ? "allowed" : "hidden"),
}

/**
 * What a link is for, for whoever has its secret, before it is spent.
 *
 * @throws CoreError `forbidden` for a link that does not work
 */
export async function lookAtLink(context: Context, secret: string): Promise<LinkPurpose> {
  const { stores } = context.database
  const link = await requireLink(context, stores, secret)
  const { expiresAt } = link
  const from = (await stores.accounts.find(link.createdBy))?.displayName ?? ""
  if (link.kind !== "project_invitation") {
    return { kind: link.kind, expiresAt, from, handle: await handleOf(stores, link) }
  }
  const projectName = (await stores.projects.find(link.projectId))?.name ?? ""
  return { kind: link.kind, expiresAt, from, projectName, role: link.role }
}

/** Open invitations and password resets, newest first. */
export function listLinks(context: Context, actor: Actor): Promise<readonly AdminLink[]> {
  return consult(context, actor, listing, async (stores) => {
    const links: AdminLink[] = []
    for (const link of await stores.links.listOfAdmins(context.clock.now())) links.push(await toAdminLink(stores, link))
    return links
  })
}

/** The link works no more. */
export function revokeLink(context: Context, actor: Actor, id: LinkId): Promise<void> {
  return perform(
    context,
    actor,
    revoking,
    byId(id, async (stores) => {
      const link = await stores.links.find(id)
      return link === undefined || link.kind === "project_invitation" ? undefined : toAdminLink(stores, link)
    }),
    async (stores, { link, handle }, { account }) => {
      await stores.links.delete(link.id)
      return {
        value: undefined,
        target: { kind: "link", id: link.id, name: handle, accountId: account.id },
        before: { kind: link.kind, handle, expiresAt: link.expiresAt },
      }
    },
  )
}

async function toAdminLink(stores: Stores, link: AdminLink["link"]): Promise<AdminLink> {
  const maker = await stores.accounts.find(link.createdBy)
  return { link, handle: await handleOf(stores, link), createdBy: maker?.handle ?? "" }
}

async function handleOf(stores: Stores, link: Exclude<Link, { kind: "project_invitation" }>): Promise<string> {
  return link.kind === "invitation" ? link.handle : ((await stores.accounts.find(link.accountId))?.handle ?? "")
}
