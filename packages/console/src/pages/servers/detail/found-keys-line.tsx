import { routes, type Server, type ServerKeyList } from "@latchkey/contract"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { lazy, Suspense, useState } from "react"
import { apiQuery } from "../../../api.ts"
import { ErrorState } from "../../../ui/error-state.tsx"
import styles from "../servers.module.css"

const FoundKeysDrawer = lazy(() => import("./found-keys-drawer.tsx"))

type Props = { server: Server; mayChange: boolean; keys: ServerKeyList | undefined }

/** That keys were on the server before Latchkey, and the way to decide about them. */
export function FoundKeysLine({ server, mayChange, keys }: Props) {
  const { t } = useLingui()
  const { data: found, error, refetch } = useQuery(apiQuery(routes.listFoundKeys, { params: { id: server.id } }))
  const [opened, setOpened] = useState(false)
  if (found === undefined) {
    if (error === null) return null
    return (
      <ErrorState title={t`The keys found there could not be loaded.`} error={error} onRetry={() => void refetch()} />
    )
  }
  if (found.items.length === 0 && !opened) return null
  const count = found.items.filter(({ decision }) => decision === "undecided").length
  return (
    <div className={styles.found}>
      <span>
        {count === 0 ? (
          <Trans>All keys that were found in authorized_keys are decided.</Trans>
        ) : (
          <Plural
            value={count}
            one="# more key was found in authorized_keys that Latchkey does not manage."
            other="# more keys were found in authorized_keys that Latchkey does not manage."
          />
        )}
      </span>
      <Button variant="quiet" size="xs" onClick={() => setOpened(true)}>
        {count === 0 ? <Trans>Show them</Trans> : count === 1 ? <Trans>Review it</Trans> : <Trans>Review them</Trans>}
      </Button>
      {opened ? (
        <Suspense>
          <FoundKeysDrawer
            server={server}
            mayChange={mayChange}
            found={found.items}
            keys={keys}
            onClose={() => setOpened(false)}
          />
        </Suspense>
      ) : null}
    </div>
  )
}
