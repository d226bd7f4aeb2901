import type { Account } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { ActionIcon, Menu } from "@mantine/core"
import { IconBan, IconCircleCheck, IconDots, IconGauge, IconLink, IconShieldCheck, IconUser } from "@tabler/icons-react"
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
    <Menu width={240}>
      <Menu.Target>
        <ActionIcon
          data-row-menu
          aria-label={t`Actions for ${account.handle}`}
          {...(onPage && { variant: "default", "data-icon-only": true })}
        >
          <IconDots size={onPage ? 18 : 16} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
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
      </Menu.Dropdown>
    </Menu>
  )
}
