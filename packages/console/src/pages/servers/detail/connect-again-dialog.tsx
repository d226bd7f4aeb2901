import type { Server } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import layout from "../../../ui/dialog.module.css"
import { Dialog } from "../../../ui/dialog.tsx"
import { EnrolmentCommand } from "../connect/enrolment-command.tsx"
import styles from "../servers.module.css"

/** A new command for a server that is connected: after a reinstall, or when its token is lost. */
export function ConnectAgainDialog({ server, onClose }: { server: Server; onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Dialog opened onClose={onClose} size={664} title={t`Connect ${server.name} again`}>
      <div className={`${layout.body} ${styles.stack}`}>
        <p>
          <Trans>
            After a reinstall, or when it does not get through any more. Who opens it stays as it is. The machine that
            runs the command is the server from then on, and you confirm its host keys anew.
          </Trans>
        </p>
        <EnrolmentCommand server={server} />
      </div>
      <div className={layout.footer}>
        <Button variant="quiet" onClick={onClose}>
          <Trans>Close</Trans>
        </Button>
      </div>
    </Dialog>
  )
}
