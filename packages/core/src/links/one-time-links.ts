import { isAdmin } from "../accounts/account.ts"
import { CoreError } from "../error.ts"
import { linkId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import { type Link, linkLifetime } from "./link.ts"

/** A link just made, with its secret, which nothing can show again. */
export interface NewLink<L extends Link = Link> {
  readonly link: L
  readonly secret: string
}

/** A link of one kind. */
export type LinkOf<Kind extends Link["kind"]> = Extract<Link, { kind: Kind }>

/** What each new link of a kind has: an id, and its time. */
export function newLinkFacts(
  { secrets, clock }: Context,
  kind: Link["kind"],
): Pick<Link, "id" | "createdAt" | "expiresAt"> {
  const createdAt = clock.now()
  return { id: linkId(secrets.id()), createdAt, expiresAt: createdAt + linkLifetime[kind] }
}

/** Stores a link under the hash of a new secret. */
export async function issueLink<L extends Link>({ secrets }: Context, stores: Stores, link: L): Promise<NewLink<L>> {
  const secret = secrets.secret()
  await stores.links.insert(link, secrets.hash(secret))
  return { link, secret }
}

/**
 * The link with this secret, when it works now. One that is unknown, spent, withdrawn or too old, and one whose maker may
 * no longer make it, are told apart by nothing.
 *
 * @throws CoreError `forbidden`
 */
export async function requireLink(context: Context, stores: Stores, secret: string): Promise<Link> {
  const link = await stores.links.findByHash(context.secrets.hash(secret))
  if (link === undefined || link.expiresAt <= context.clock.now() || !(await isBacked(stores, link))) throw notValid()
  return link
}

/** @throws CoreError `forbidden` for a link of another kind too */
export async function requireLinkOf<Kind extends Link["kind"]>(
  context: Context,
  stores: Stores,
  kind: Kind,
  secret: string,
): Promise<LinkOf<Kind>> {
  const link = await requireLink(context, stores, secret)
  if (!isOf(kind, link)) throw notValid()
  return link
}

/**
 * The same, and it works no more: of two who spend a link at once, one gets it.
 *
 * @throws CoreError `forbidden`
 */
export async function spendLink<Kind extends Link["kind"]>(
  context: Context,
  stores: Stores,
  kind: Kind,
  secret: string,
): Promise<LinkOf<Kind>> {
  const link = await requireLinkOf(context, stores, kind, secret)
  if (!(await stores.links.delete(link.id))) throw notValid()
  return link
}

function isOf<Kind extends Link["kind"]>(kind: Kind, link: Link): link is LinkOf<Kind> {
  return link.kind === kind
}

/** Whether whoever made a link could make it now, and whoever it is for is not shut out. */
async function isBacked(stores: Stores, link: Link): Promise<boolean> {
  const maker = await stores.accounts.find(link.createdBy)
  if (maker === undefined || maker.disabledAt !== undefined) return false
  if (link.kind === "project_invitation") {
    return (await stores.projects.findMembership(link.projectId, maker.id))?.role === "owner"
  }
  if (!isAdmin(maker)) return false
  if (link.kind === "invitation") return true
  const account = await stores.accounts.find(link.accountId)
  return account !== undefined && account.disabledAt === undefined
}

function notValid(): CoreError {
  return new CoreError("forbidden", "this link is not valid", {
    hint: "it may have been used or withdrawn, or its time has passed: ask whoever sent it for a new one",
  })
}
