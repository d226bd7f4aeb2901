import type { Server } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Menu } from "@mantine/core"
import { IconKey, IconPencil, IconPlugConnected, IconPlugConnectedX, IconTerminal2 } from "@tabler/icons-react"
import { lazy, Suspense, useState } from "react"
import { ActionsMenu } from "../../../ui/actions-menu.tsx"

const ChangeServerDialog = lazy(async () => ({
  default: (await import("./change-server-dialog.tsx")).ChangeServerDialog,
}))
const ConnectAgainDialog = lazy(async () => ({
  default: (await import("./connect-again-dialog.tsx")).ConnectAgainDialog,
}))
const DisconnectDialog = lazy(async () => ({ default: (await import("./disconnect-dialog.tsx")).DisconnectDialog }))
const UnlockDialog = lazy(async () => ({ default: (await import("./unlock-dialog.tsx")).UnlockDialog }))
const RenewTokenDialog = lazy(async () => ({ default: (await import("./renew-token-dialog.tsx")).RenewTokenDialog }))

/** What members do about one server as a whole. */
export function ServerMenu({ server, onGone }: { server: Server; onGone: () => Promise<void> }) {
  const { t } = useLingui()
  const [opened, setOpened] = useState<"change" | "again" | "token" | "unlock" | "disconnect">()
  const close = () => setOpened(undefined)
  return (
    <>
      <ActionsMenu onPage label={t`Actions for ${server.name}`} width={280}>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setOpened("change")}>
          <Trans>Change</Trans>
        </Menu.Item>
        {server.state === "waiting" ? null : (
          <Menu.Item leftSection={<IconPlugConnected size={16} />} onClick={() => setOpened("again")}>
            <Trans>Connect again</Trans>
          </Menu.Item>
        )}
        {server.state !== "connected" ? null : (
          <>
            <Menu.Item leftSection={<IconKey size={16} />} onClick={() => setOpened("token")}>
              <Trans>Renew token</Trans>
            </Menu.Item>
            <Menu.Item leftSection={<IconTerminal2 size={16} />} onClick={() => setOpened("unlock")}>
              <Trans>Get back in at the server's console</Trans>
            </Menu.Item>
          </>
        )}
        <Menu.Divider />
        <Menu.Item data-danger leftSection={<IconPlugConnectedX size={16} />} onClick={() => setOpened("disconnect")}>
          <Trans>Disconnect</Trans>
        </Menu.Item>
      </ActionsMenu>
      <Suspense>
        {opened === "change" ? <ChangeServerDialog server={server} onClose={close} /> : null}
        {opened === "again" ? <ConnectAgainDialog server={server} onClose={close} /> : null}
        {opened === "token" ? <RenewTokenDialog server={server} onClose={close} /> : null}
        {opened === "unlock" ? <UnlockDialog server={server} onClose={close} /> : null}
        {opened === "disconnect" ? <DisconnectDialog server={server} onClose={close} onGone={onGone} /> : null}
      </Suspense>
    </>
  )
}
