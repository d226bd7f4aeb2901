import { routes } from "@latchkey/contract"
import { queryOptions } from "@tanstack/react-query"
import { api } from "../../../api.ts"
import type { ReceiptOf } from "../receipt-of.ts"

/** Of more keys than this the first are asked about. */
const keysAsked = 20

/** Where a key's changes are in effect, of a deleted key too. Asked for again when the daemon says that servers changed. */
export function receiptQuery(id: string, since?: string) {
  return queryOptions({
    queryKey: ["servers", "receipt", id, since],
    queryFn: ({ signal }) => api.call(routes.showReceipt, { params: { id }, query: { since } }, signal),
    staleTime: 0,
  })
}

/** One question for each of several keys, and one for an account. */
export function receiptQueries({ since, ...of }: ReceiptOf) {
  if ("keyIds" in of) return of.keyIds.slice(0, keysAsked).map((id) => receiptQuery(id, since))
  const { accountId: id, projectId } = of
  return [
    queryOptions({
      queryKey: ["servers", "receipt", id, since, projectId],
      queryFn: ({ signal }) =>
        api.call(routes.showAccountReceipt, { params: { id }, query: { since, projectId } }, signal),
      staleTime: 0,
    }),
  ]
}
