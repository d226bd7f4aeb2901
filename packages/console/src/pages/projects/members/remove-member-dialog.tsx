import { type Member, type Project, routes } from "@latchkey/contract"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { apiQuery, useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { AccountClosings } from "../../keys/account-closings.tsx"
import { beforeRemoval, receiptOf } from "../../keys/receipt.tsx"
import { useClosings } from "../../keys/servers/closings.ts"
import { memberWords, staleAfterProjectChange } from "../project-changes.ts"
import styles from "../projects.module.css"

type Props = { project: Project; member: Member; onClose: () => void }

/** Says what a member loses, and what stays, before they are removed. */
export function RemoveMemberDialog({ project, member, onClose }: Props) {
  const { t } = useLingui()
  const { handle, id: accountId } = member.account
  const robots = useQuery(apiQuery(routes.listRobots, { params: { id: project.id } })).data?.items
  const remove = useApiMutation(routes.removeMember, staleAfterProjectChange)
  const of = { accountId, projectId: project.id }
  const { isAsShown, ...lost } = useClosings(of)
  const [looking, setLooking] = useState(false)
  const failure = remove.error === null ? undefined : describeFailure(remove.error, memberWords)

  async function confirm() {
    setLooking(true)
    const goesOn = await isAsShown()
    setLooking(false)
    if (!goesOn) return
    const since = beforeRemoval()
    remove.mutate(
      { params: { id: project.id, accountId } },
      {
        onSuccess() {
          showDone(t`${handle} is no longer in ${project.name}.`, receiptOf({ ...of, since }))
          onClose()
        },
      },
    )
  }

  return (
    <ConfirmDialog
      opened
      title={t`Remove ${handle} from ${project.name}?`}
      confirmLabel={t`Remove ${handle}`}
      cancelLabel={t`Keep ${handle}`}
      busy={remove.isPending || looking}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {failure === undefined ? null : (
        <Alert variant="bad" role="alert">
          {failure.message} {failure.hint}
        </Alert>
      )}
      <ul className={styles.losses}>
        <li>
          <Trans>{handle} no longer sees this project, at once and everywhere.</Trans>
        </li>
        {robots === undefined || robots.length === 0 || member.role === "viewer" ? null : (
          <li>
            <Trans>
              {handle} can no longer change the keys and tokens of{" "}
              <Plural value={robots.length} one="# robot" other="# robots" />.
            </Trans>
          </li>
        )}
        <li>
          <Trans>
            Robots, their keys and their tokens stay and work on. Revoke tokens that {handle} may have copied.
          </Trans>
        </li>
        <li>
          <Trans>{handle}’s own keys are not touched.</Trans>
        </li>
      </ul>
      <AccountClosings of={of} {...lost} />
    </ConfirmDialog>
  )
}
