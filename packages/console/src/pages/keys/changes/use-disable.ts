import { useQueryClient } from "@tanstack/react-query"
import { useKeyChanges } from "./key-changes.ts"
import type { OpenKeyDialog } from "./key-dialogs.tsx"

/**
 * Disables a key: at once, or after a question where that closes servers. When nobody can say what it opens, as without a
 * network, disabling is tried all the same: it can be undone, and says itself why it fails.
 */
export function useDisable(openDialog: OpenKeyDialog) {
  const queryClient = useQueryClient()
  const { disable } = useKeyChanges()
  return async (key: Parameters<typeof disable>[0]) => {
    async function closes() {
      const { closesNothing, closingsQuery, ofKeys } = await import("../servers/closings.ts")
      return closesNothing(await queryClient.fetchQuery(closingsQuery(ofKeys([key])))) ? "nothing" : "something"
    }
    // Without a network the code that asks cannot be loaded either.
    const answer = await closes().catch(() => undefined)
    if (answer === undefined) await disable(key, "servers")
    else if (answer === "nothing") await disable(key, "nothing")
    else openDialog("disable", key)
  }
}
