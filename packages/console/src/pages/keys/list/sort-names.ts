import type { KeySort } from "@latchkey/core"
import { useLingui } from "@lingui/react/macro"

/** What each order of the list is called within a sentence. */
export function useSortNames(): Readonly<Record<KeySort, string>> {
  const { t } = useLingui()
  return {
    name: t`name`,
    type: t`type`,
    created: t`date added`,
    "last-used": t`last used`,
    expires: t`expiry`,
  }
}
