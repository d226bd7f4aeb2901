import type { AccountId, ApiTokenId, AuditEventId } from "../ids.ts"
import type { Door } from "../origin.ts"
import type { Instant } from "../time.ts"

/** Every name an audit event can carry: `noun.verb`. */
export const actionNames = [
  "installation.set-up",
  "installation.backup",
  "installation.restore",
  "account.list",
  "account.show",
  "account.update",
  "account.change-email",
  "account.change-password",
  "account.manage",
  "account.disable",
  "account.enable",
  "account.preview-offboarding",
  "account.preview-closings",
  "account.show-receipt",
  "account.invite",
  "account.join",
  "account.offer-password-reset",
  "account.reset-password",
  "link.list",
  "link.revoke",
  "login-session.list",
  "login-session.end",
  "login-session.end-others",
  "login.sign-in",
  "login.sign-out",
  "key.list",
  "key.show",
  "key.import",
  "key.update",
  "key.disable",
  "key.enable",
  "key.delete",
  "key.challenge",
  "key.prove",
  "key.claim",
  "key.take-over",
  "key.list-openings",
  "key.list-logins",
  "key.replace",
  "key.show-replacement",
  "key.remove-replaced",
  "key.finish-replacement",
  "key.back-out-replacement",
  "key.show-receipt",
  "key.preview-closings",
  "key-claim.list",
  "key-claim.dismiss",
  "token.list",
  "token.create",
  "token.delete",
  "auth-token.issue",
  "auth-token.show",
  "auth-token.revoke",
  "project.list",
  "project.create",
  "project.show",
  "project.rename",
  "project.delete",
  "project.list-members",
  "project.change-member-role",
  "project.remove-member",
  "project.preview-closings",
  "project.leave",
  "project.invite",
  "project.list-invitations",
  "project.revoke-invitation",
  "project.join",
  "project.assign-owner",
  "robot.list",
  "robot.create",
  "robot.disable",
  "robot.enable",
  "robot.delete",
  "server.list",
  "server.create",
  "server.show",
  "server.update",
  "server.delete",
  "server.offer-enrolment",
  "server.enrol",
  "server.confirm",
  "server.list-keys",
  "server.list-logins",
  "server.end-logins",
  "server.overtake",
  "server.renew-token",
  "server.take-token",
  "server.offer-unlock",
  "server.unlock",
  "bundle-key.list",
  "bundle-key.announce",
  "bundle-key.use",
  "bundle-key.retire",
  "access.list",
  "access.list-keys",
  "access.add",
  "access.update",
  "access.remove",
  "found-key.list",
  "found-key.adopt",
  "found-key.keep",
  "found-key.drop",
  "found-key.break-glass",
  "key-policy.show",
  "key-policy.preview",
  "key-policy.update",
  "token.use",
  "gateway.sign-in",
  "private-key.receive",
  "request.send",
  "audit.list",
  "audit.export",
  "audit.prune",
] as const

export type ActionName = (typeof actionNames)[number]

/** Facts about a target, flat, never secret: what changed reads as before and after. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>

/** The kinds of thing that an event can be about. */
export const auditTargetKinds = [
  "account",
  "ssh_key",
  "key_policy",
  "x509_key_pair",
  "api_token",
  "auth_token",
  "login_session",
  "project",
  "server",
  "link",
  "installation",
] as const

type Noun = ActionName extends infer Name ? (Name extends `${infer Before}.${string}` ? Before : never) : never

const kindsByNoun: Readonly<Record<Noun, AuditTarget["kind"]>> = {
  access: "server",
  account: "account",
  audit: "installation",
  "auth-token": "auth_token",
  "bundle-key": "installation",
  "found-key": "server",
  gateway: "ssh_key",
  installation: "installation",
  key: "ssh_key",
  "key-claim": "ssh_key",
  "key-policy": "key_policy",
  link: "link",
  login: "account",
  "login-session": "login_session",
  "private-key": "installation",
  request: "installation",
  project: "project",
  robot: "account",
  server: "server",
  token: "api_token",
}

/** What an action is about, as far as its name tells. */
export function targetKindOf(action: ActionName): AuditTarget["kind"] {
  const kind = Object.entries(kindsByNoun).find(([noun]) => action.startsWith(`${noun}.`))
  return kind?.[1] ?? "installation"
}

/** How an action ended: refused means that nothing but this event came of it. */
export const auditOutcomes = ["done", "refused"] as const

/** What an event is about. The name is kept as it was then; a key's fingerprint stays when the key is gone. */
export interface AuditTarget {
  readonly kind: (typeof auditTargetKinds)[number]
  readonly id: string
  readonly name: string
  /** Whose thing it is: that account may read the event. What is no account's has the installation's id here. */
  readonly accountId: AccountId
  /** Of an SSH key: "SHA256:...". */
  readonly fingerprint?: string
}

/** One line of the append-only record: who did what to what, from where, through which door. */
export interface AuditEvent {
  readonly id: AuditEventId
  readonly at: Instant
  readonly action: ActionName
  readonly outcome: (typeof auditOutcomes)[number]
  /** Absent when nobody was signed in, as in a refused sign-in. */
  readonly actor?: { readonly accountId: AccountId; readonly handle: string; readonly tokenId?: ApiTokenId }
  readonly target: AuditTarget
  readonly door: Door
  readonly address?: string
  readonly requestId: string
  readonly before?: AuditDetail
  readonly after?: AuditDetail
}
