import { type Member, type Project, routes } from "@latchkey/contract"
import { type ProjectRole, projectRoles } from "@latchkey/core"
import { Trans, useLingui } from "@lingui/react/macro"
import { Menu } from "@mantine/core"
import { IconEye, IconShieldCheck, IconUser, IconUserMinus } from "@tabler/icons-react"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { ActionsMenu } from "../../../ui/actions-menu.tsx"
import { showFailure, showUndo } from "../../../ui/toasts.tsx"
import { memberWords, staleAfterProjectChange } from "../project-changes.ts"
import { roleWords } from "../role-words.ts"

const icons = { owner: IconShieldCheck, member: IconUser, viewer: IconEye } as const

type Props = {
  project: Project
  member: Member
  isSelf: boolean
  onRemove: () => void
  /** An owner who gives their own role away cannot take that back. */
  onStepDown: (role: ProjectRole) => void
}

/** What an owner does about one member. */
export function MemberMenu({ project, member, isSelf, onRemove, onStepDown }: Props) {
  const { t, i18n } = useLingui()
  const { mutateAsync } = useApiMutation(routes.changeMemberRole, staleAfterProjectChange)
  const { handle, id: accountId } = member.account
  const give = (role: ProjectRole) => mutateAsync({ params: { id: project.id, accountId }, body: { role } })

  function tell(failure: unknown) {
    const { message, hint } = describeFailure(failure, memberWords)
    showFailure(`${message} ${hint ?? ""}`)
  }
  async function change(role: ProjectRole) {
    try {
      await give(role)
      const name = i18n._(roleWords[role].name)
      showUndo(t`${handle} has the role of ${name} now.`, () => void give(member.role).catch(tell))
    } catch (failure) {
      tell(failure)
    }
  }

  return (
    <ActionsMenu label={t`Actions for ${handle}`} width={230}>
      {projectRoles
        .filter((role) => role !== member.role)
        .map((role) => {
          const Icon = icons[role]
          return (
            <Menu.Item
              key={role}
              leftSection={<Icon size={16} />}
              onClick={() => (isSelf ? onStepDown(role) : change(role))}
            >
              {role === "owner" ? (
                <Trans>Make owner</Trans>
              ) : role === "member" ? (
                <Trans>Make member</Trans>
              ) : (
                <Trans>Make viewer</Trans>
              )}
            </Menu.Item>
          )
        })}
      {isSelf ? null : (
        <>
          <Menu.Divider />
          <Menu.Item data-danger leftSection={<IconUserMinus size={16} />} onClick={onRemove}>
            <Trans>Remove from the project</Trans>
          </Menu.Item>
        </>
      )}
    </ActionsMenu>
  )
}
