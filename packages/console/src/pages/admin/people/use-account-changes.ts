import { type Account, routes } from "@latchkey/contract"
import type { Role } from "@latchkey/core"
import { msg } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import type { OperationWords } from "../../../failure-words.ts"
import { showDone, showFailure, showUndo } from "../../../ui/toasts.tsx"

/** What a change of somebody's account makes stale. */
export const staleAfterChange = ["accounts", "links", "audit"] as const

/** What a conflict means when an account is changed. */
export const conflictWords: OperationWords = {
  conflict: {
    message: msg`It is the last administrator, or somebody else has changed the account meanwhile.`,
    hint: msg`Look at it again.`,
  },
}

/** The changes of an account that can be taken back: done at once, and said in a toast. */
export function useAccountChanges() {
  const { t } = useLingui()
  const { mutateAsync: manage } = useApiMutation(routes.manageAccount, staleAfterChange)
  const { mutateAsync: enable } = useApiMutation(routes.enableAccount, staleAfterChange)

  function tell(failure: unknown) {
    const { message, hint } = describeFailure(failure, conflictWords)
    showFailure(`${message} ${hint ?? ""}`)
  }
  const changeRole = ({ id, revision }: Account, role: Role) => manage({ params: { id }, body: { role, revision } })

  return {
    async setRole(account: Account, role: Role) {
      const { handle } = account
      const other = role === "admin" ? "member" : "admin"
      try {
        const changed = await changeRole(account, role)
        const message = role === "admin" ? t`${handle} is an administrator now.` : t`${handle} is a member now.`
        showUndo(message, () => void changeRole(changed, other).catch(tell))
      } catch (failure) {
        tell(failure)
      }
    },
    async enable({ id, handle }: Account) {
      try {
        await enable({ params: { id } })
        showDone(t`${handle} is enabled again. Keys and tokens work; signing in is needed anew.`)
      } catch (failure) {
        tell(failure)
      }
    },
  }
}
