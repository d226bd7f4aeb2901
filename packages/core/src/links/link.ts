import type { AccountId, LinkId, ProjectId } from "../ids.ts"
import type { ProjectRole } from "../projects/project.ts"
import { day, type Instant } from "../time.ts"

/** What every one-time link has. Its secret stands in the address's fragment and is stored as a hash. */
interface AnyLink {
  readonly id: LinkId
  readonly createdBy: AccountId
  readonly createdAt: Instant
  readonly expiresAt: Instant
}

/** Lets whoever has it make the account with this handle, which nobody else can take meanwhile. */
export interface Invitation extends AnyLink {
  readonly kind: "invitation"
  readonly handle: string
}

/** Lets whoever has it choose a new password for an account. */
export interface PasswordReset extends AnyLink {
  readonly kind: "password_reset"
  readonly accountId: AccountId
}

/** Lets whoever is signed in and has it take part in a project. */
export interface ProjectInvitation extends AnyLink {
  readonly kind: "project_invitation"
  readonly projectId: ProjectId
  readonly role: ProjectRole
}

/** A link that works once: spent, it is gone. */
export type Link = Invitation | PasswordReset | ProjectInvitation

/** The kinds of link. */
export const linkKinds = [
  "invitation",
  "password_reset",
  "project_invitation",
] as const satisfies readonly Link["kind"][]

/** How long a link of each kind works. */
export const linkLifetime: Readonly<Record<Link["kind"], Instant>> = {
  invitation: 7 * day,
  password_reset: 1 * day,
  project_invitation: 7 * day,
}

/** Where the console takes each kind of link; the secret follows after a #, which browsers do not send. */
export const linkPaths = {
  invitation: "/join",
  password_reset: "/reset-password",
  project_invitation: "/projects/join",
} as const satisfies Record<Link["kind"], string>
