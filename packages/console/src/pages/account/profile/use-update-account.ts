import { type RequestOf, routes } from "@latchkey/contract"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { showFailure } from "../../../ui/toasts.tsx"

type Change = RequestOf<(typeof routes)["updateAccount"]>["body"]

/** Saves a setting of one's own account as soon as it is chosen; `pending` is what is on its way. */
export function useUpdateAccount() {
  const update = useApiMutation(routes.updateAccount, ["account", "audit"])
  function save(change: Change, onDone?: () => void) {
    update.mutate(
      { body: change },
      {
        ...(onDone !== undefined && { onSuccess: onDone }),
        onError(failure) {
          const { message, hint } = describeFailure(failure)
          showFailure(`${message} ${hint ?? ""}`)
        },
      },
    )
  }
  return { save, pending: update.isPending ? update.variables.body : undefined }
}
