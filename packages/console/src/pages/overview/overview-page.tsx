import { routes } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { useLocalStorage } from "@mantine/hooks"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { apiQuery, useAccount } from "../../api.ts"
import { PageHeader } from "../../ui/page-header.tsx"
import { ExpiryNotice } from "../keys/expiry-notice.tsx"
import { Claims } from "../keys/ownership/claims.tsx"
import { AllSet } from "./all-set.tsx"
import { FirstSteps } from "./first-steps.tsx"
import { HealthCard } from "./health-card.tsx"
import { KeyPlots } from "./key-plots.tsx"
import styles from "./overview.module.css"
import { RecentActivity } from "./recent-activity.tsx"

const lastUsedKey = apiQuery(routes.listKeys, { query: { sort: "last-used", order: "descending", limit: 1 } })

/** Where everybody lands: the first steps until they are done, and what happened lately. */
export default function OverviewPage() {
  const { t } = useLingui()
  const { handle } = useAccount()
  const [hidden, setHidden] = useLocalStorage({ key: "latchkey-first-steps-hidden", defaultValue: false })
  const keys = useQuery(lastUsedKey)
  // Decided by the first answer, so that the steps stay while somebody is doing the last of them; what another page left
  // behind may be older than what was done there.
  const [wasDone, setWasDone] = useState<boolean>()
  if (wasDone === undefined && keys.data !== undefined && !keys.isFetching)
    setWasDone(keys.data.items[0]?.lastUse.state === "used")
  const [lastUsed] = keys.data?.items ?? []
  const shown = !hidden && wasDone !== true

  return (
    <>
      <PageHeader
        display
        title={t`Good to have you, ${handle}`}
        description={
          shown ? t`Two steps and your keys are in one place. Each one ticks itself when it really works.` : undefined
        }
      />
      <Claims />
      <div className={styles.cards}>
        {shown ? <FirstSteps keys={keys} onHide={() => setHidden(true)} /> : null}
        {wasDone === true && lastUsed !== undefined ? <AllSet sshKey={lastUsed} /> : null}
        <ExpiryNotice />
        <div className={styles.pair}>
          <HealthCard />
          <RecentActivity />
        </div>
        <KeyPlots />
      </div>
    </>
  )
}
