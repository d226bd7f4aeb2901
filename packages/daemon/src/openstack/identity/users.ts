import type { Account } from "@latchkey/core"
import { domain } from "./domain.ts"

/** An account as the identity API shows it. @param url where that API is */
export function renderUser({ id, handle, disabledAt }: Account, url: string) {
  return {
    id,
    name: handle,
    domain_id: domain.id,
    enabled: disabledAt === undefined,
    password_expires_at: null,
    options: {},
    links: { self: `${url}/users/${id}` },
  }
}
