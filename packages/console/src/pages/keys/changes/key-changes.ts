import { routes, type SshKey } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import type { ReactNode } from "react"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { showFailure, showUndo } from "../../../ui/toasts.tsx"
import { beforeRemoval, receiptOf } from "../receipt.tsx"

/** What a change of keys makes stale. */
export const staleAfterChange = ["keys", "audit"] as const

/** How to take away what was last said of a key's being disabled or enabled, by the key's id. */
const switchToasts = new Map<string, () => void>()

/** The reversible changes of one key. Each is done at once, said in a toast, and taken back from there. */
export function useKeyChanges() {
  const { t, i18n } = useLingui()
  const { mutateAsync: update } = useApiMutation(routes.updateKey, staleAfterChange)
  const { mutateAsync: disable } = useApiMutation(routes.disableKey, staleAfterChange)
  const { mutateAsync: enable } = useApiMutation(routes.enableKey, staleAfterChange)

  const at = ({ id }: SshKey) => ({ params: { id } })
  function undoable(message: string, undo: () => Promise<unknown>, outcome?: ReactNode) {
    return showUndo(message, () => undo().catch(tell), outcome)
  }
  /** As `undoable`; takes away what was said before of whether this key opens anything. */
  function switched(key: SshKey, ...said: Parameters<typeof undoable>) {
    switchToasts.get(key.id)?.()
    switchToasts.set(key.id, undoable(...said))
  }
  function tell(failure: unknown) {
    const { message, hint } = describeFailure(failure)
    showFailure(`${message} ${hint ?? ""}`)
  }
  function untilDay(expiresAt: string) {
    return i18n.date(new Date(expiresAt), { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" })
  }

  return {
    /** @throws ApiError `conflict` when the name is taken */
    async rename(key: SshKey, name: string) {
      const renamed = await update({ ...at(key), body: { name } })
      undoable(t`Renamed “${key.name}” to “${renamed.name}”.`, () => update({ ...at(key), body: { name: key.name } }))
    },
    /** `null` takes the expiry away. @throws ApiError */
    async setExpiry(key: SshKey, expiresAt: string | null) {
      await update({ ...at(key), body: { expiresAt } })
      const message =
        expiresAt === null ? t`“${key.name}” no longer expires.` : t`“${key.name}” expires on ${untilDay(expiresAt)}.`
      undoable(message, () => update({ ...at(key), body: { expiresAt: key.expiresAt } }))
    },
    async setDefault(key: SshKey, isDefault: boolean) {
      const message = isDefault ? t`“${key.name}” is a default key now.` : t`“${key.name}” is no default key any more.`
      await update({ ...at(key), body: { isDefault } }).then(
        () => undoable(message, () => update({ ...at(key), body: { isDefault: !isDefault } })),
        tell,
      )
    },
    /** @param closes whether servers are to refuse it, which those that are out of reach do later */
    async disable(key: SshKey, closes: "nothing" | "servers") {
      const message =
        closes === "nothing"
          ? t`“${key.name}” is disabled. It opens nothing.`
          : t`“${key.name}” is disabled. Servers refuse it once they have heard.`
      const outcome = closes === "nothing" ? undefined : receiptOf({ keyIds: [key.id], since: beforeRemoval() })
      await disable(at(key)).then(() => switched(key, message, () => enable(at(key)), outcome), tell)
    },
    async enable(key: SshKey) {
      await enable(at(key)).then(() => switched(key, t`“${key.name}” is enabled again.`, () => disable(at(key))), tell)
    },
  }
}
