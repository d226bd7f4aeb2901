import { routes, type Server } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Tabs } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useNavigate, useSearch } from "@tanstack/react-router"
import { lazy, Suspense } from "react"
import { apiQuery } from "../../../api.ts"
import { paths } from "../../../paths.ts"
import styles from "../servers.module.css"
import { KeysCard } from "./keys-card.tsx"

const SignInsCard = lazy(() => import("./sign-ins-card.tsx"))

/** What opens a server, and who has come in; the address says which is shown. */
export function ServerTabs({ server, mayChange }: { server: Server; mayChange: boolean }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const { tab = "keys" } = useSearch({ from: "/signed-in/p/$projectId/servers/$serverId" })
  const { id: serverId, projectId, opens } = server
  const { data: keys } = useQuery(apiQuery(routes.listServerKeys, { params: { id: serverId } }))
  // A key that opens several login users has a row for each, and one that was removed stays until that is done.
  const rows = keys === undefined ? opens : keys.items.length + keys.removals.length
  return (
    <Tabs
      value={tab}
      keepMounted={false}
      onChange={(value) =>
        void navigate({
          to: paths.server,
          params: { projectId, serverId },
          search: value === "sign-ins" ? { tab: value } : {},
          replace: true,
        })
      }
    >
      <Tabs.List aria-label={t`About this server`} className={styles.tabs}>
        <Tabs.Tab value="keys">
          <Trans>Keys</Trans> <span className={styles.count}>{rows}</span>
        </Tabs.Tab>
        <Tabs.Tab value="sign-ins">
          <Trans>Sign-ins</Trans>
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="keys">
        <KeysCard server={server} mayChange={mayChange} />
      </Tabs.Panel>
      <Tabs.Panel value="sign-ins">
        <Suspense>
          <SignInsCard server={server} mayChange={mayChange} />
        </Suspense>
      </Tabs.Panel>
    </Tabs>
  )
}
