import { type Robot, routes } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { showFailure, showUndo } from "../../../ui/toasts.tsx"

/** What a change of a robot makes stale. */
export const staleAfterRobotChange = ["projects", "keys", "tokens", "audit"] as const

/** The reversible changes of a robot: done at once, said in a toast, and taken back from there. */
export function useRobotChanges() {
  const { t } = useLingui()
  const { mutateAsync: disable } = useApiMutation(routes.disableRobot, staleAfterRobotChange)
  const { mutateAsync: enable } = useApiMutation(routes.enableRobot, staleAfterRobotChange)
  const at = ({ id, projectId }: Robot) => ({ params: { id: projectId, accountId: id } })

  function tell(failure: unknown) {
    const { message, hint } = describeFailure(failure)
    showFailure(`${message} ${hint ?? ""}`)
  }
  return {
    async disable(robot: Robot) {
      await disable(at(robot)).then(
        () =>
          showUndo(t`${robot.handle} is disabled. Its keys and tokens open nothing.`, () =>
            enable(at(robot)).catch(tell),
          ),
        tell,
      )
    },
    async enable(robot: Robot) {
      await enable(at(robot)).then(
        () => showUndo(t`${robot.handle} is enabled again.`, () => disable(at(robot)).catch(tell)),
        tell,
      )
    },
  }
}
