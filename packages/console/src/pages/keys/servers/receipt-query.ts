import { routes } from "@latchkey/contract"
import { queryOptions } from "@tanstack/react-query"
import { api } from "../../../api.ts"

/** Where a key's changes are in effect, of a deleted key too. Asked for again when the daemon says that servers changed. */
export function receiptQuery(id: string) {
  return queryOptions({
    queryKey: ["servers", "receipt", id],
    queryFn: ({ signal }) => api.call(routes.showReceipt, { params: { id } }, signal),
    staleTime: 0,
  })
}
