import type { AuditEvent } from "../audit/audit-event.ts"
import type { AccountId } from "../ids.ts"

/** Who sees something else than before: one account, all admins, or everyone who is signed in. */
export type Audience = AccountId | "admins" | "everyone"

/** That something changed, and for whom; never what. */
export interface Change {
  readonly audience: Audience
  /** The first word of the API's paths whose answers changed, as `keys`. */
  readonly topic: string
}

/** The port through which a change that is committed becomes known to whoever looks at it now. */
export interface Changes {
  /** Never throws and never waits. */
  announce(changes: readonly Change[]): void
  /** From now on `listener` is told of changes, a moment after them and several at once. Gives what ends that. */
  listen(listener: (changes: readonly Change[]) => void): () => void
}

/** Which answers of the API an action changes besides the audit, by what comes before the dot of its name. */
const topicsOf: Readonly<Partial<Record<string, readonly string[]>>> = {
  access: ["servers", "keys"],
  account: ["account", "accounts", "invitations", "links", "projects"],
  audit: [],
  "auth-token": [],
  // What servers are told of, too: with this topic they are looked at.
  "bundle-key": ["bundle-keys", "servers"],
  "found-key": ["servers", "keys"],
  installation: ["account", "accounts", "setup"],
  key: ["keys", "key-claims", "accounts"],
  "key-claim": ["key-claims"],
  "key-policy": ["key-policy", "keys"],
  link: ["accounts", "invitations", "links", "projects"],
  login: ["account"],
  "login-session": ["account"],
  project: ["projects", "links", "servers"],
  robot: ["projects", "accounts", "keys", "servers"],
  server: ["servers"],
  token: ["tokens"],
}

/** Nouns of things that several accounts look at. */
const shared: ReadonlySet<string> = new Set([
  "access",
  "bundle-key",
  "found-key",
  "key-policy",
  "link",
  "project",
  "robot",
  "server",
])

/** What admins see of the things of others. */
const forAdmins: ReadonlySet<string> = new Set(["accounts", "invitations", "links"])

/**
 * The changes that an audit event stands for: whatever changes anything writes one.
 *
 * @param fellows the members of the project of the robot that it is about
 */
export function changesOf(event: AuditEvent, fellows: readonly AccountId[] = []): readonly Change[] {
  const { action, actor, target, outcome } = event
  const own = new Set([target.accountId, ...(actor === undefined ? [] : [actor.accountId])])
  const [noun = ""] = action.split(".")
  const topics = outcome === "done" ? (topicsOf[noun] ?? [noun]) : []
  // What one account does to the things of another can be in the view of third ones too, as of a project's other members.
  const isShared = shared.has(noun) || own.size > 1
  const told = (audience: Audience, words: readonly string[]) => words.map((topic) => ({ audience, topic }))
  return [
    ...[...new Set([...own, ...fellows])].flatMap((account) => told(account, [...topics, "audit"])),
    ...told("admins", [...topics.filter((topic) => forAdmins.has(topic)), "audit"]),
    ...(isShared ? told("everyone", topics) : []),
  ]
}
