import type { AccountId } from "../ids.ts"
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
  const { accounts, auditEvents, projects, sshKeys } = stores

  /** Everyone who is in the project of a robot; none for a person. */
  async function fellowsOf(id: AccountId): Promise<readonly AccountId[]> {
    const account = await accounts.find(id)
    if (account?.kind !== "robot") return []
    return (await projects.listMembers(account.projectId)).map((member) => member.account.id)
  }

  return {
    ...stores,
    auditEvents: {
      ...auditEvents,
      async append(event) {
        await auditEvents.append(event)
        const { actor, target } = event
        // What a person does in a browser to their own things is about no robot: most events are, and need no look.
        const isOwn = actor?.accountId === target.accountId && actor.tokenId === undefined
        note(changesOf(event, isOwn ? [] : await fellowsOf(target.accountId)))
      },
    },
    sshKeys: {
      ...sshKeys,
      async recordUses(uses) {
        await sshKeys.recordUses(uses)
        const holders = new Set<AccountId>()
        for (const { keyId } of uses) {
          const key = await sshKeys.find(keyId)
          if (key !== undefined) holders.add(key.accountId)
        }
        for (const holder of holders) {
          for (const audience of [holder, ...(await fellowsOf(holder))]) note([{ audience, topic: "keys" }])
        }
      },
    },
  }
}
