import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  type Account,
  type Actor,
  accountId,
  auditEventId,
  type Context,
  createEventBounds,
  createFirstAccount,
  createPersonalProject,
  defaultKeyQuota,
  everyScope,
  openLoginSession,
  type Person,
  type SignedIn,
  signedInBy,
} from "@latchkey/core"
import { type OpenDatabase, openDatabase } from "../../packages/daemon/src/db/database.ts"
import { createPasswordHasher } from "../../packages/daemon/src/passwords.ts"
import { createSecrets } from "../../packages/daemon/src/secrets.ts"
import { createSetupToken } from "../../packages/daemon/src/setup-token.ts"

/** Core's actions over a real database, with a clock that a test moves. For rules that no door changes. */
export interface Installation {
  readonly context: Context
  readonly alice: SignedIn
  /** Another account, a member. */
  readonly bob: SignedIn
  readonly password: string
  /** The same installation, asked from another address. */
  from(address: string): Context
  tick(milliseconds: number): void
  /** Disables an account past all rules. */
  disable(account: Account): Promise<void>
  /** One more account, a member, signed in. */
  add(handle: string): Promise<SignedIn>
  /** The same installation through another daemon. It is closed with this one. */
  otherDaemon(): Promise<Context>
  close(): Promise<void>
}

/** Where an installation of a test keeps its data; absent: in SQLite, in a folder that is removed with it. */
export interface Place {
  readonly url: string | undefined
  readonly dataFolder: string
}

export async function openInstallation(place?: Place): Promise<Installation> {
  const dataFolder = place?.dataFolder ?? mkdtempSync(join(tmpdir(), "latchkey-actions-"))
  let now = Date.now()
  const secrets = createSecrets(() => now)
  const clock = { now: () => now }
  const open = () => openDatabase({ url: place?.url, dataFolder, secrets, clock })
  const database = await open()
  const others: OpenDatabase[] = []
  const from = (address: string): Context => ({
    database,
    clock,
    secrets,
    passwords,
    setupToken,
    eventBounds,
    publicUrl: () => "https://keys.example.org",
    origin: { door: "http", address, requestId: secrets.id() },
  })
  const passwords = createPasswordHasher()
  const setupToken = createSetupToken(secrets)
  const eventBounds = createEventBounds(() => auditEventId(secrets.id()))
  const context = from("192.0.2.1")
  const password = "correct horse battery"
  const first = { handle: "alice", email: "alice@example.org", displayName: "Alice", password }
  const alice = signedInBy(await createFirstAccount(context, first))
  const bob = await addMember(context, "bob", password)
  return {
    context,
    alice,
    bob,
    password,
    from,
    tick: (milliseconds) => {
      now += milliseconds
    },
    disable: async (account) => {
      await database.stores.accounts.update({ ...account, disabledAt: now })
    },
    add: (handle) => addMember(context, handle, password),
    otherDaemon: async () => {
      const other = await open()
      others.push(other)
      return { ...context, database: other }
    },
    close: async () => {
      for (const each of [database, ...others]) await each.close()
      if (place === undefined) rmSync(dataFolder, { recursive: true })
    },
  }
}

async function addMember(context: Context, handle: string, password: string): Promise<SignedIn> {
  const account: Person = {
    kind: "person",
    id: accountId(context.secrets.id()),
    handle,
    email: `${handle}@example.org`,
    displayName: handle,
    language: "en",
    theme: "system",
    role: "member",
    publishesKeys: false,
    keyQuota: defaultKeyQuota,
    createdAt: context.clock.now(),
    revision: 1,
  }
  const passwordHash = await context.passwords.hash(password)
  return context.database.transaction(async (stores) => {
    await stores.accounts.insert(account, passwordHash)
    await createPersonalProject(context, stores, account)
    return signedInBy(await openLoginSession(context, stores, account))
  })
}

/** The same person, by a token that reaches less far. */
export function withScopes(actor: SignedIn, scopes: SignedIn["scopes"]): Actor {
  return { ...actor, scopes: everyScope.filter((scope) => scopes.includes(scope)) }
}
