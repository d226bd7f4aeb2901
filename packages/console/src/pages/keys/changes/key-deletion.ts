import { routes } from "@latchkey/contract"
import { useIsMutating, useMutation, useQueryClient } from "@tanstack/react-query"
import { api, apiQuery } from "../../../api.ts"
import { staleAfterChange } from "./key-changes.ts"

const mutationKey = (id: string) => ["delete-key", id]

/**
 * Deletes a key, and takes it out of what is known when nothing shows it any more.
 *
 * @param leave leads away from whatever shows the key
 */
export function useKeyDeletion(id: string, leave: () => Promise<void>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationKey: mutationKey(id),
    mutationFn: () => api.call(routes.deleteKey, { params: { id } }),
    async onSuccess() {
      await Promise.all(staleAfterChange.map((word) => queryClient.invalidateQueries({ queryKey: [word] })))
      await leave()
      queryClient.removeQueries({ queryKey: apiQuery(routes.showKey, { params: { id } }).queryKey })
    },
  })
}

/** Whether the key is on its way out: asking for it could find it gone. */
export function useIsBeingDeleted(id: string): boolean {
  return useIsMutating({ mutationKey: mutationKey(id) }) > 0
}
