import { routes, type SshKey } from "@latchkey/contract"
import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { showFailure, showUndo } from "../../../ui/toasts.tsx"
import { beforeRemoval, receiptOf } from "../receipt.tsx"
import { staleAfterChange } from "./key-changes.ts"

/** The API changes keys one by one: beyond this many a person would wait too long. */
export const largestBulkChange = 200

type Change = (key: SshKey) => Promise<SshKey>

/**
 * Reversible changes of several keys. What works is said with an Undo for it, what fails is said with its reason.
 *
 * @param onChanged gets the keys as they are afterwards
 */
export function useBulkChanges(onChanged: (keys: readonly SshKey[]) => void) {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const [busy, setBusy] = useState(false)

  async function each(keys: readonly SshKey[], change: Change): Promise<readonly SshKey[]> {
    setBusy(true)
    const changed: SshKey[] = []
    const results: SshKey[] = []
    let failure: unknown
    for (const key of keys) {
      try {
        results.push(await change(key))
        changed.push(key)
      } catch (error) {
        failure ??= error
      }
    }
    setBusy(false)
    onChanged(results)
    await Promise.all(staleAfterChange.map((word) => queryClient.invalidateQueries({ queryKey: [word] })))
    const failed = keys.length - changed.length
    if (failed > 0) {
      const count = plural(failed, { one: "# key was not changed", other: "# keys were not changed" })
      showFailure(t`${count}. ${describeFailure(failure).message}`)
    }
    return changed
  }
  const update = (key: SshKey, expiresAt: string | null) =>
    api.call(routes.updateKey, { params: { id: key.id }, body: { expiresAt } })
  const enable: Change = ({ id }) => api.call(routes.enableKey, { params: { id } })

  return {
    busy,
    async setExpiry(keys: readonly SshKey[], expiresAt: string | null) {
      const changed = await each(keys, (key) => update(key, expiresAt))
      if (changed.length === 0) return
      const message = plural(changed.length, {
        one: "The expiry of # key is set.",
        other: "The expiry of # keys is set.",
      })
      showUndo(message, () => each(changed, (key) => update(key, key.expiresAt)))
    },
    /** Whether disabling them closes a server; not when nobody can say, since it can be undone. */
    async closesServers(keys: readonly SshKey[]) {
      async function ask() {
        const { closesNothing, closingsQuery, ofKeys } = await import("../servers/closings.ts")
        return !closesNothing(await queryClient.fetchQuery(closingsQuery(ofKeys(keys))))
      }
      return await ask().catch(() => false)
    },
    async disable(keys: readonly SshKey[]) {
      const since = beforeRemoval()
      const enabled = keys.filter(({ disabledAt }) => disabledAt === null)
      const changed = await each(enabled, ({ id }) => api.call(routes.disableKey, { params: { id } }))
      if (changed.length === 0) return
      showUndo(
        plural(changed.length, { one: "# key is disabled.", other: "# keys are disabled." }),
        () => each(changed, enable),
        receiptOf({ keyIds: changed.map(({ id }) => id), since }),
      )
    },
  }
}
