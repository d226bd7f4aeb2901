import { useQueryClient } from "@tanstack/react-query"
import { useKeyChanges } from "./key-changes.ts"
import type { OpenKeyDialog } from "./key-dialogs.tsx"

/** Disables a key: at once, or after a question where that closes servers. */
export function useDisable(openDialog: OpenKeyDialog) {
  const queryClient = useQueryClient()
  const { disable } = useKeyChanges()
  return async (key: Parameters<typeof disable>[0]) => {
    const opened = await import("../openings.ts")
      .then(({ openingsQuery }) => queryClient.fetchQuery(openingsQuery(key)))
      .catch(() => undefined)
    if (opened?.items.length === 0) await disable(key, "nothing")
    else openDialog("disable", key)
  }
}
