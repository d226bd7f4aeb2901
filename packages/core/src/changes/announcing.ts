import type { AccountId } from "../ids.ts"
import type { SeenUse } from "../keys/ssh-key-store.ts"
import type { Database, Stores } from "../ports.ts"
import { type Change, type Changes, changesOf } from "./change.ts"

/**
 * The same database, which announces what each transaction changed once it is committed. It goes by the audit events
 * that the transaction wrote, and by the uses of keys: so nothing that changes anything has to think of it.
 */
export function announcing<Kept extends Database>(database: Kept, changes: Changes): Kept {
  return {
    ...database,
    async transaction(work) {
      let noted: Change[] = []
      const result = await database.transaction((stores) => {
        // Work that the database asks for again starts anew.
        noted = []
        return work(noting(stores, (change) => noted.push(...change)))
      })
      if (noted.length > 0) changes.announce(noted)
      return result
    },
  }
}

function noting(stores: Stores, note: (changes: readonly Change[]) => void): Stores {
  const { auditEvents, sshKeys } = stores
  return {
    ...stores,
    auditEvents: {
      ...auditEvents,
      async append(event) {
        await auditEvents.append(event)
        note(changesOf(event))
      },
    },
    sshKeys: {
      ...sshKeys,
      async recordUses(uses) {
        await sshKeys.recordUses(uses)
        for (const audience of await audiencesOf(stores, uses)) note([{ audience, topic: "keys" }])
      },
    },
  }
}

/** Who holds the keys, and for robots everyone who is in their projects. */
async function audiencesOf(
  { accounts, projects, sshKeys }: Stores,
  uses: readonly SeenUse[],
): Promise<ReadonlySet<AccountId>> {
  const audiences = new Set<AccountId>()
  for (const { keyId } of uses) {
    const key = await sshKeys.find(keyId)
    const holder = key && (await accounts.find(key.accountId))
    if (holder === undefined) continue
    audiences.add(holder.id)
    if (holder.kind !== "robot") continue
    for (const { account } of await projects.listMembers(holder.projectId)) audiences.add(account.id)
  }
  return audiences
}
