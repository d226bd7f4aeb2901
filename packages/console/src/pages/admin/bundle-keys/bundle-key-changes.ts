import { msg } from "@lingui/core/macro"
import type { OperationWords } from "../../../failure-words.ts"

/** What a change of bundle keys makes stale. */
export const staleAfterBundleKeys = ["bundle-keys", "audit"] as const

/** What refusals mean when bundle keys are changed. */
export const bundleKeyWords: OperationWords = {
  conflict: {
    message: msg`This cannot be done with the key now.`,
    hint: msg`Close this and look again: another administrator may have changed it, servers that do not trust it may have come back, or the daemon that was asked lacks its file.`,
  },
}
