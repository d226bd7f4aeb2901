import { routes, type Server } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { apiQuery, useAccount } from "../../../api.ts"
import { HostKeys } from "../../../gateway/host-keys.tsx"
import { Card } from "../../../ui/card.tsx"
import { CommandBox } from "../../../ui/command-box.tsx"
import { CopyButton } from "../../../ui/copy-button.tsx"
import styles from "../servers.module.css"
import { ServerTabs } from "./server-tabs.tsx"

/** How to reach a server, what it must show, and who opens it. */
export default function ConnectedServer({ server, mayChange }: { server: Server; mayChange: boolean }) {
  const { t } = useLingui()
  const { id, address, hostKeys } = server
  const { data: keys } = useQuery(apiQuery(routes.listServerKeys, { params: { id } }))
  const self = useAccount()
  const own = (keys?.items ?? []).filter(({ owner }) => owner.id === self.id)
  const [opened] = [...own, ...(keys?.items ?? [])]
  const knownHosts = hostKeys.map(({ publicKey }) => `${address} ${publicKey}`).join("\n")
  return (
    <>
      <div className={styles.columns}>
        <Card title={t`Connect`} padded>
          {address === null ? (
            <p className={styles.hint}>
              <Trans>Its address is not known. Set it in the menu to see the ssh command.</Trans>
            </p>
          ) : opened !== undefined ? (
            <CommandBox command={`ssh ${opened.loginUser}@${address}`} />
          ) : keys === undefined ? null : (
            <p className={styles.hint}>
              <Trans>No key from Latchkey opens it now. The ssh command is here as soon as one does.</Trans>
            </p>
          )}
        </Card>
        <Card
          title={t`Is it really this server?`}
          end={
            address === null ? undefined : (
              <CopyButton
                wide
                value={knownHosts}
                label={t`Copy known_hosts lines`}
                announcement={t`known_hosts lines copied`}
              />
            )
          }
          padded
        >
          <div className={styles.stack}>
            <p className={styles.hint}>
              <Trans>The host key your client shows must be one of these.</Trans>
            </p>
            <HostKeys hostKeys={hostKeys} />
          </div>
        </Card>
      </div>
      <ServerTabs server={server} mayChange={mayChange} />
    </>
  )
}
