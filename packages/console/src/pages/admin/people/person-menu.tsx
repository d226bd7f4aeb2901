import type { Account } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Menu } from "@mantine/core"
import { IconBan, IconCircleCheck, IconGauge, IconLink, IconShieldCheck, IconUser } from "@tabler/icons-react"
import { ActionsMenu } from "../../../ui/actions-menu.tsx"
import { useAccountChanges } from "./use-account-changes.ts"
import type { OpenPersonDialog } from "./use-person-dialogs.tsx"

type Props = {
  account: Account
  openDialog: OpenPersonDialog
  /** The form that stands beside a page's buttons; it leaves out what the page shows by itself. */
  onPage?: boolean
}

/** What can be done with one account. */
export function PersonMenu({ account, openDialog, onPage = false }: Props) {
  const { t } = useLingui()
  const changes = useAccountChanges()
  const isOff = account.disabledAt !== null
  return (
    <ActionsMenu label={t`Actions for ${account.handle}`} width={240} onPage={onPage}>
      {account.kind === "robot" ? null : account.role === "admin" ? (
        <Menu.Item leftSection={<IconUser size={16} />} onClick={() => changes.setRole(account, "member")}>
          <Trans>Make member</Trans>
        </Menu.Item>
      ) : (
        <Menu.Item leftSection={<IconShieldCheck size={16} />} onClick={() => changes.setRole(account, "admin")}>
          <Trans>Make administrator</Trans>
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconGauge size={16} />} onClick={() => openDialog("quota", account)}>
        <Trans>Key quota</Trans>
      </Menu.Item>
      {account.kind === "robot" || isOff ? null : (
        <Menu.Item leftSection={<IconLink size={16} />} onClick={() => openDialog("reset", account)}>
          <Trans>Reset password by link</Trans>
        </Menu.Item>
      )}
      {onPage ? null : <Menu.Divider />}
      {onPage ? null : isOff ? (
        <Menu.Item leftSection={<IconCircleCheck size={16} />} onClick={() => changes.enable(account)}>
          <Trans>Enable</Trans>
        </Menu.Item>
      ) : (
        <Menu.Item data-danger leftSection={<IconBan size={16} />} onClick={() => openDialog("disable", account)}>
          <Trans>Disable</Trans>
        </Menu.Item>
      )}
    </ActionsMenu>
  )
}
