import { accountId, createPersonalProject, defaultKeyQuota, type Person, type Role } from "@latchkey/core"
import { type OpenDatabase, openDatabase } from "../../packages/daemon/src/db/database.ts"
import { createPasswordHasher } from "../../packages/daemon/src/passwords.ts"
import { createSecrets } from "../../packages/daemon/src/secrets.ts"
import { type RunningDaemon, type SignedUp, signInWithToken, testPassword } from "./daemon.ts"

const secrets = createSecrets()
const clock = { now: Date.now }
let passwordHash: Promise<string> | undefined

/**
 * Makes a second account beside a running daemon, and signs it in. Written into the daemon's database through a
 * connection of the test's own, which needs no administrator.
 */
export async function addAccount(daemon: RunningDaemon, handle: string, role: Role = "member"): Promise<SignedUp> {
  passwordHash ??= createPasswordHasher().hash(testPassword)
  const hash = await passwordHash
  const account: Person = {
    kind: "person",
    id: accountId(secrets.id()),
    handle,
    email: `${handle}@example.org`,
    displayName: handle,
    language: "en",
    theme: "system",
    role,
    publishesKeys: false,
    keyQuota: defaultKeyQuota,
    createdAt: clock.now(),
    revision: 1,
  }
  await withDatabase(daemon, ({ transaction }) =>
    transaction(async (stores) => {
      await stores.accounts.insert(account, hash)
      await createPersonalProject({ secrets }, stores, account)
    }),
  )
  return signInWithToken(daemon, handle)
}

/** Disables an account, the same way. */
export async function disableAccount(daemon: RunningDaemon, handle: string): Promise<void> {
  await withDatabase(daemon, async ({ stores }) => {
    const account = await stores.accounts.findByHandle(handle)
    if (account === undefined) throw new Error(`there is no account ${handle}`)
    await stores.accounts.update({ ...account, disabledAt: clock.now() })
  })
}

/** Opens the daemon's own database (SQLite unless a `postgres://` address is given) beside it, for as long as `work` runs. */
export async function withDatabase<T>(
  { dataFolder, databaseUrl }: Pick<RunningDaemon, "dataFolder" | "databaseUrl">,
  work: (database: OpenDatabase) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({ url: databaseUrl, dataFolder, secrets, clock })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}
