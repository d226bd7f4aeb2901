import { routes, type Server, type ServerKeyList } from "@latchkey/contract"
import { Plural, Trans } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { lazy, Suspense, useState } from "react"
import { apiQuery } from "../../../api.ts"
import styles from "../servers.module.css"

const FoundKeysDrawer = lazy(() => import("./found-keys-drawer.tsx"))

type Props = { server: Server; mayChange: boolean; keys: ServerKeyList | undefined }

/** That keys were on the server before Latchkey, and the way to decide about them. */
export function FoundKeysLine({ server, mayChange, keys }: Props) {
  const found = useQuery(apiQuery(routes.listFoundKeys, { params: { id: server.id } })).data
  const [opened, setOpened] = useState(false)
  const count = found?.items.length ?? 0
  if (found === undefined || (count === 0 && !opened)) return null
  return (
    <div className={styles.found}>
      <span>
        <Plural
          value={count}
          one="# more key was found in authorized_keys that Latchkey does not manage."
          other="# more keys were found in authorized_keys that Latchkey does not manage."
        />
      </span>
      <Button variant="quiet" size="xs" onClick={() => setOpened(true)}>
        {count === 1 ? <Trans>Review it</Trans> : <Trans>Review them</Trans>}
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
