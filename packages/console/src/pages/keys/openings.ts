import { type KeyOpeningList, routes, type SshKey } from "@latchkey/contract"
import { queryOptions } from "@tanstack/react-query"
import { api } from "../../api.ts"

export type KeyOpening = KeyOpeningList["items"][number]

/**
 * What a key opens on servers. Asked for again when the daemon says that servers changed, which is what their
 * acknowledgements do, and when the key itself does.
 */
export function openingsQuery({ id, status, disabledAt, expiresAt }: SshKey) {
  return queryOptions({
    queryKey: ["servers", "opened-by", id, { status, disabledAt, expiresAt }],
    queryFn: ({ signal }) => api.call(routes.listKeyOpenings, { params: { id } }, signal),
    select: ({ items }) => items,
  })
}
