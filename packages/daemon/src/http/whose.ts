import { type AccountId, accountId } from "@latchkey/core"

/** Whose keys or tokens a request is about, as its schema has checked it; absent: the asker's own. */
export function toAccountId(text: string | undefined): AccountId | undefined {
  return text === undefined ? undefined : accountId(text)
}
