import type { Account as RenderedAccount, WhoAmI } from "@latchkey/contract"
import type { Account, SignedIn } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { renderTime } from "./time.ts"

export function renderAccount(account: Account): RenderedAccount {
  const { id, handle, email, displayName, language, role, publishesKeys, createdAt } = account
  return {
    id,
    handle,
    email: toPrintable(email),
    displayName: toPrintable(displayName),
    language,
    role,
    publishesKeys,
    createdAt: renderTime(createdAt),
  }
}

export function renderWhoAmI({ account, by, scopes }: SignedIn): WhoAmI {
  return { account: renderAccount(account), by: by.kind, scopes: [...scopes] }
}
