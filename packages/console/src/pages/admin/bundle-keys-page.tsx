import { type BundleKey, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconSignature } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { apiQuery, useIsAdmin } from "../../api.ts"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { SkeletonRows } from "../../ui/skeleton-rows.tsx"
import { AnnounceDialog } from "./bundle-keys/announce-dialog.tsx"
import { BundleKeyTable } from "./bundle-keys/bundle-key-table.tsx"
import { RetireDialog } from "./bundle-keys/retire-dialog.tsx"
import { UseDialog } from "./bundle-keys/use-dialog.tsx"
import { NotForYou } from "./not-for-you.tsx"

/** Milliseconds between two looks at how many servers trust which key. */
const lookAgainAfter = 5_000

/** The keys that sign what servers go by, for administrators. */
export default function BundleKeysPage() {
  const { t } = useLingui()
  const isAdmin = useIsAdmin()
  return (
    <>
      <PageHeader
        title={t`Bundle keys`}
        description={<Trans>Connected servers go by what one of these keys has signed, and by nothing else.</Trans>}
      />
      {isAdmin ? <BundleKeys /> : <NotForYou />}
    </>
  )
}

type Asked = { readonly deed: "announce" } | { readonly deed: "use" | "retire"; readonly bundleKey: BundleKey }

function BundleKeys() {
  const { t } = useLingui()
  const [asked, setAsked] = useState<Asked>()
  const { data, error, refetch } = useQuery({
    ...apiQuery(routes.listBundleKeys, {}),
    refetchInterval: lookAgainAfter,
  })
  if (data === undefined) {
    return (
      <Card>
        {error === null ? (
          <SkeletonRows rows={2} height={44} />
        ) : (
          <ErrorState title={t`The bundle keys could not be loaded.`} error={error} onRetry={refetch} />
        )}
      </Card>
    )
  }
  if (data.items.length === 0) {
    return (
      <Card>
        <EmptyState
          icon={<IconSignature size={28} stroke={1.75} aria-hidden />}
          title={<Trans>There is no bundle key yet.</Trans>}
        >
          <Trans>Latchkey makes one when it starts.</Trans>
        </EmptyState>
      </Card>
    )
  }
  const mayAnnounce = data.items.every(({ state }) => state !== "announced")
  const onClose = () => setAsked(undefined)
  return (
    <>
      <Card
        title={t`Keys`}
        end={
          mayAnnounce ? (
            <Button size="xs" onClick={() => setAsked({ deed: "announce" })}>
              <Trans>Announce a new key</Trans>
            </Button>
          ) : undefined
        }
      >
        <BundleKeyTable list={data} onAsk={(deed, bundleKey) => setAsked({ deed, bundleKey })} />
      </Card>
      {asked?.deed === "announce" ? <AnnounceDialog onClose={onClose} /> : null}
      {asked?.deed === "use" ? (
        <UseDialog bundleKey={asked.bundleKey} connectedServers={data.connectedServers} onClose={onClose} />
      ) : null}
      {asked?.deed === "retire" ? <RetireDialog bundleKey={asked.bundleKey} onClose={onClose} /> : null}
    </>
  )
}
