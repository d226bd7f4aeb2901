import { routes, type Server } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert, Button } from "@mantine/core"
import { IconShieldQuestion } from "@tabler/icons-react"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { HostKeys } from "../../../gateway/host-keys.tsx"
import { staleAfterServerChange } from "../../../servers.ts"
import { Card } from "../../../ui/card.tsx"
import { CommandBox } from "../../../ui/command-box.tsx"
import styles from "../servers.module.css"

/** Has somebody compare what enrolled with the machine that was meant, before that gets any keys. */
export function ConfirmHostKeys({ server, mayChange }: { server: Server; mayChange: boolean }) {
  const { t } = useLingui()
  const confirm = useApiMutation(routes.confirmServer, staleAfterServerChange)
  const hostKeyFingerprints = server.hostKeys.map(({ fingerprint }) => fingerprint)
  return (
    <Card title={t`Is it really this server?`} padded>
      <div className={styles.stack}>
        <Alert variant="warn" icon={<IconShieldQuestion size={18} stroke={1.75} />}>
          <Trans>A machine has run the command. It gets no keys until you confirm that it is the one you meant.</Trans>
        </Alert>
        <p className={styles.hint}>
          <Trans>The command has printed these fingerprints at its end, and this prints them again:</Trans>
        </p>
        <CommandBox command="for k in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $k; done" />
        <HostKeys hostKeys={server.hostKeys} />
        {confirm.error === null ? null : (
          <Alert variant="bad" role="alert">
            {describeFailure(confirm.error).message}
          </Alert>
        )}
        {mayChange ? (
          <Button
            variant="filled"
            loading={confirm.isPending}
            onClick={() => confirm.mutate({ params: { id: server.id }, body: { hostKeyFingerprints } })}
          >
            <Trans>They are the same</Trans>
          </Button>
        ) : null}
        <p className={styles.hint}>
          <Trans>If they differ, disconnect it from the menu: another machine has run the command.</Trans>
        </p>
      </div>
    </Card>
  )
}
