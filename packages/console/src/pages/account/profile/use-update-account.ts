import { type RequestOf, routes } from "@latchkey/contract"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { showFailure } from "../../../ui/toasts.tsx"

type Change = RequestOf<(typeof routes)["updateAccount"]>["body"]

/** Saves a setting of one's own account as soon as it is chosen; true when it is saved, else a toast has said why not. */
export function useUpdateAccount(): (change: Change) => Promise<boolean> {
  const { mutateAsync: update } = useApiMutation(routes.updateAccount, ["account", "audit"])
  return async (change) => {
    try {
      await update({ body: change })
      return true
    } catch (failure) {
      const { message, hint } = describeFailure(failure)
      showFailure(`${message} ${hint ?? ""}`)
      return false
    }
  }
}
