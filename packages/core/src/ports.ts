import type { AccountStore } from "./accounts/account-store.ts"
import type { AuditSealStore } from "./audit/audit-seal-store.ts"
import type { AuditStore } from "./audit/audit-store.ts"
import type { EventBounds } from "./audit/event-bounds.ts"
import type { KeyPairStore } from "./key-pairs/key-pair-store.ts"
import type { KeyPolicyStore } from "./keys/key-policy-store.ts"
import type { SshKeyStore } from "./keys/ssh-key-store.ts"
import type { LinkStore } from "./links/link-store.ts"
import type { Origin } from "./origin.ts"
import type { OwnershipStore } from "./ownership/ownership-store.ts"
import type { ProjectStore } from "./projects/project-store.ts"
import type { AccessStore } from "./servers/access-store.ts"
import type { BundleKeyStore } from "./servers/bundle-key-store.ts"
import type { FoundKeyStore } from "./servers/found-key-store.ts"
import type { HostStore } from "./servers/host-store.ts"
import type { LoginStore } from "./servers/login-store.ts"
import type { ReplacementStore } from "./servers/replacement-store.ts"
import type { ServerStore } from "./servers/server-store.ts"
import type { ServerTrustStore } from "./servers/server-trust-store.ts"
import type { LoginSessionStore } from "./sign-in/login-session-store.ts"
import type { SignInFailureStore } from "./sign-in/sign-in-failure-store.ts"
import type { Instant } from "./time.ts"
import type { ApiTokenStore } from "./tokens/api-token-store.ts"
import type { AuthTokenStore } from "./tokens/auth-token-store.ts"

/** All that is stored, one store a noun. */
export interface Stores {
  readonly accesses: AccessStore
  readonly accounts: AccountStore
  readonly apiTokens: ApiTokenStore
  readonly auditEvents: AuditStore
  readonly auditSeals: AuditSealStore
  readonly authTokens: AuthTokenStore
  readonly bundleKeys: BundleKeyStore
  readonly foundKeys: FoundKeyStore
  readonly hosts: HostStore
  readonly keyPairs: KeyPairStore
  readonly keyPolicy: KeyPolicyStore
  readonly links: LinkStore
  readonly logins: LoginStore
  readonly loginSessions: LoginSessionStore
  readonly ownership: OwnershipStore
  readonly projects: ProjectStore
  readonly replacements: ReplacementStore
  readonly servers: ServerStore
  readonly serverTrust: ServerTrustStore
  readonly signInFailures: SignInFailureStore
  readonly sshKeys: SshKeyStore
}

/** The database: its stores outside of a transaction, for reading, and inside of one. */
export interface Database {
  /**
   * For reading, and for single writes that need no transaction. Inside of `transaction` they throw: what is read there
   * must be read through the stores that `work` is given.
   */
  readonly stores: Stores
  /**
   * Runs `work` in one serializable transaction and commits durably before it resolves. When the
   * database asks for a retry (SQLSTATE 40001, SQLITE_BUSY) `work` runs again from its start, so it
   * must change nothing but the stores it is given.
   *
   * @throws CoreError `unavailable` when the database does not answer or retries are used up
   */
  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>
  /**
   * Runs tasks that ask for one transaction each, in their order, and gives what they resolve to. Each is committed or
   * rolled back for itself, but a database that can lets those that follow each other share the wait for the disk, so a
   * task may begin before the last has ended. Tasks must not throw: what went wrong is part of what they resolve to.
   */
  inOrder<T>(tasks: readonly (() => Promise<T>)[]): Promise<readonly T[]>
}

export interface Clock {
  now(): Instant
}

/** Randomness and one-way hashes. */
export interface Secrets {
  /** A new UUID version 7, in lower case. */
  id(): string
  /** A new secret of 256 random bits, as 43 base64url characters. */
  secret(): string
  /** SHA-256 of a secret, as 64 lower-case hex digits: what is stored in its place. */
  hash(secret: string): string
}

/** Slow password hashing (argon2id), off the thread that answers requests. */
export interface PasswordHasher {
  /**
   * Runs work that hashes when its turn comes: few at once, and the networks that wait take turns, so that however much
   * one asks, the others wait no longer.
   *
   * @param network see `networkOf`
   * @throws CoreError `unavailable` when too many are waiting; `work` has not begun then
   */
  inTurn<T>(network: string, work: () => Promise<T>): Promise<T>
  hash(password: string): Promise<string>
  /** With no hash it does the same work and answers false, so that time does not tell which accounts exist. */
  verify(hash: string | undefined, password: string): Promise<boolean>
}

/** The set-up link's token: lives in the daemon's memory, a new one at each start. */
export interface SetupToken {
  /** Compares in constant time. */
  matches(token: string): boolean
}

/** What every action is given: the installation's ports, and where this request came from. */
export interface Context {
  readonly database: Database
  readonly clock: Clock
  readonly secrets: Secrets
  readonly passwords: PasswordHasher
  readonly setupToken: SetupToken
  readonly eventBounds: EventBounds
  /** The origin that people open, as `https://keys.example.org`. Known for certain once the daemon listens. */
  readonly publicUrl: () => string
  readonly origin: Origin
}
