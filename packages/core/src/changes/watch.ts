import { isAdmin } from "../accounts/account.ts"
import { stillSignedIn } from "../action.ts"
import type { SignedIn } from "../actor.ts"
import { CoreError } from "../error.ts"
import type { Context } from "../ports.ts"
import type { Change, Changes } from "./change.ts"

/** Somebody who looks at pages that change by themselves. */
export interface Watch {
  /** Looks again whether the proof still holds, which time alone can end; when not, the watch ends. */
  check(): Promise<void>
  stop(): void
}

/** What a watch tells of. */
export interface Watcher {
  /** Answers of the API changed that this account may see: the first words of their paths. */
  changed(topics: readonly string[]): void
  /** The account was disabled, or its login session or token ended: nothing more will be told. */
  ended(): void
}

/**
 * Tells an account of changes in what it sees, for as long as what it proved itself with holds. Watching is no use of a
 * login session: a page that is left open does not keep it alive.
 */
export function watchChanges(context: Context, changes: Changes, actor: SignedIn, watcher: Watcher): Watch {
  let current = actor
  let isOver = false

  function stop(): void {
    isOver = true
    endListening()
  }

  async function check(): Promise<void> {
    try {
      current = await stillSignedIn(context, context.database.stores, current)
    } catch (error) {
      // A database that is away proves nothing about the account.
      if (!(error instanceof CoreError) || error.code !== "unauthenticated" || isOver) return
      stop()
      watcher.ended()
    }
  }

  function concerns({ audience }: Change): boolean {
    if (audience === "admins") return isAdmin(current.account)
    return audience === "everyone" || audience === current.account.id
  }

  async function hear(batch: readonly Change[]): Promise<void> {
    // Before, since the change may be the end of the account, or of its role.
    if (batch.some(({ audience }) => audience === current.account.id)) await check()
    const topics = new Set(batch.filter(concerns).map(({ topic }) => topic))
    if (topics.size > 0 && !isOver) watcher.changed([...topics])
  }

  const endListening = changes.listen((batch) => void hear(batch))
  return { check, stop }
}
