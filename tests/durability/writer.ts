/**
 * Eight writers at once, to be killed: DATA-FOLDER DATABASE-URL (or empty). Prints the id of each key on a line of its own
 * once its transaction is acknowledged, until it is killed.
 */
import { writeSync } from "node:fs"
import { openDatabase } from "../../packages/daemon/src/db/database.ts"
import { createSecrets } from "../../packages/daemon/src/secrets.ts"
import { addAccount, newEvent, newKey, register } from "../../packages/daemon/test/db/rows.ts"

const writers = 8
/** In milliseconds: whoever should have killed this program is gone. */
const longestLife = 30_000

const [dataFolder = "", url = ""] = process.argv.slice(2)
setTimeout(() => process.exit(1), longestLife)

const database = await openDatabase({
  url: url === "" ? undefined : url,
  dataFolder,
  secrets: createSecrets(),
  clock: { now: Date.now },
})
const account = await addAccount(database.stores)

async function write(): Promise<never> {
  for (;;) {
    const key = newKey(account.id)
    const target = { kind: "ssh_key", id: key.id, name: key.name, accountId: account.id } as const
    await database.transaction(async (stores) => {
      if (!(await register(stores, key))) throw new Error("the key was not registered")
      await stores.auditEvents.append(newEvent(account, { action: "key.import", target }))
    })
    writeSync(1, `${key.id}\n`)
  }
}

await Promise.all(Array.from({ length: writers }, write))
