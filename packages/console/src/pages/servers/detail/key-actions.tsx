import { type Access, routes, type Server } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, Menu } from "@mantine/core"
import { IconPlugX, IconShieldHalf } from "@tabler/icons-react"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { staleAfterServerChange } from "../../../servers.ts"
import { ActionsMenu } from "../../../ui/actions-menu.tsx"
import { showDone, showFailure } from "../../../ui/toasts.tsx"
import styles from "../servers.module.css"

type Props = {
  server: Server
  access: Access
  /** What the row calls the key, or whoever the access is for. */
  name: string
  openLogins: number
  onEnd: () => void
  onRemove: () => void
}

/** What members do about one row of a server's keys. */
export function KeyActions({ server, access, name, openLogins, onEnd, onRemove }: Props) {
  const { t } = useLingui()
  const update = useApiMutation(routes.updateAccess, staleAfterServerChange)
  const { id: accessId, loginUser, breakGlass } = access

  function mark() {
    update.mutate(
      { params: { id: server.id, accessId }, body: { breakGlass: !breakGlass } },
      {
        onSuccess: () => showDone(breakGlass ? t`The break-glass mark is gone.` : t`${name} is marked as break-glass.`),
        onError: (failure) => showFailure(describeFailure(failure).message),
      },
    )
  }

  return (
    <span className={styles.rowActions}>
      <Button variant="quiet" size="xs" aria-label={t`Remove ${name} as ${loginUser}`} onClick={onRemove}>
        <Trans>Remove</Trans>
      </Button>
      <ActionsMenu label={t`Actions for ${name} as ${loginUser}`} width={240}>
        <Menu.Item leftSection={<IconShieldHalf size={16} />} onClick={mark}>
          {breakGlass ? <Trans>Take the break-glass mark away</Trans> : <Trans>Mark as break-glass</Trans>}
        </Menu.Item>
        {openLogins === 0 ? null : (
          <Menu.Item leftSection={<IconPlugX size={16} />} onClick={onEnd}>
            <Trans>End its open sessions</Trans>
          </Menu.Item>
        )}
      </ActionsMenu>
    </span>
  )
}
