import { type Project, routes } from "@latchkey/contract"
import { Alert } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import type { ReactNode } from "react"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import type { OperationWords } from "../../../failure-words.ts"
import { paths } from "../../../paths.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { beforeRemoval, receiptOf } from "../../keys/receipt.tsx"
import type { ReceiptOf } from "../../keys/receipt-of.ts"
import { staleAfterProjectChange } from "../project-changes.ts"

type Props = {
  project: Project
  operation: "deleteProject" | "leaveProject"
  words: OperationWords
  title: string
  confirmLabel: string
  cancelLabel: string
  typeToConfirm?: string
  /** Said once it is done. */
  done: string
  /** Where it says what closes: whether that is so still. */
  isAsShown?: () => Promise<boolean>
  /** Whose keys open nothing there any more. */
  closes?: ReceiptOf
  onClose: () => void
  children: ReactNode
}

/** Asks before a project is no longer one's own, and leads away from its pages. */
export function WayOutDialog({
  project,
  operation,
  words,
  done,
  isAsShown,
  closes,
  onClose,
  children,
  ...labels
}: Props) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { mutateAsync, error, isPending } = useApiMutation(routes[operation], [])
  const failure = error === null ? undefined : describeFailure(error, words)

  async function confirm() {
    if (isAsShown !== undefined && !(await isAsShown())) return
    const since = beforeRemoval()
    try {
      await mutateAsync({ params: { id: project.id } })
    } catch {
      // The dialog shows what it failed with.
      return
    }
    showDone(done, closes && receiptOf({ ...closes, since }))
    // First away: here the project would be missing.
    await navigate({ to: paths.keys })
    for (const word of staleAfterProjectChange) void queryClient.invalidateQueries({ queryKey: [word] })
  }

  return (
    <ConfirmDialog opened {...labels} busy={isPending} onConfirm={confirm} onClose={onClose}>
      {failure === undefined ? null : (
        <Alert variant="bad" role="alert">
          {failure.message} {failure.hint}
        </Alert>
      )}
      {children}
    </ConfirmDialog>
  )
}
