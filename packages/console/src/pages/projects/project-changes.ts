import { msg } from "@lingui/core/macro"
import type { OperationWords } from "../../failure-words.ts"

/** What a change of a project, of who is in it or of its robots makes stale. */
export const staleAfterProjectChange = ["projects", "audit"] as const

/** What a project's bounds mean, which are no limits of the account. */
export const projectLimitWords: OperationWords = {
  quota_exceeded: {
    message: msg`There are as many of these as there may be.`,
    hint: msg`Remove those that are not needed.`,
  },
}

/** What refusals mean when members of a project are changed. */
export const memberWords: OperationWords = {
  conflict: {
    message: msg`This is the project’s last owner.`,
    hint: msg`Make another member an owner first.`,
  },
  forbidden: { message: msg`Only owners of the project do this.`, hint: msg`Ask one of them.` },
}
