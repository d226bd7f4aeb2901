import { ApiError, routes, type SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Skeleton } from "@mantine/core"
import { IconKeyOff } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useNavigate, useParams } from "@tanstack/react-router"
import { lazy, Suspense } from "react"
import { apiQuery } from "../../api.ts"
import { withEventWords, withServerWords } from "../../i18n.ts"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { ButtonLink, TextLink } from "../../ui/links.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { useIsBeingDeleted } from "./changes/key-deletion.ts"
import { useKeyDialogs } from "./changes/key-dialogs.tsx"
import styles from "./detail/detail.module.css"
import { IdentityCard } from "./detail/identity-card.tsx"
import { KeyHeader } from "./detail/key-header.tsx"
import { Standing } from "./detail/standing.tsx"
import { useHolder } from "./holder.tsx"
import { Claims } from "./ownership/claims.tsx"
import { ToOwner } from "./to-owner.tsx"

// With the words of every event, which the rest of the page needs not.
const HistoryCard = lazy(async () => ({
  default: (await withEventWords(() => import("./detail/history-card.tsx"))).HistoryCard,
}))

// With the ways to try a login, and what servers say.
const OpensCards = lazy(async () => ({
  default: (await withServerWords(() => import("./detail/opens-card.tsx"))).OpensCards,
}))

// With its tabs.
const PublicKeyCard = lazy(async () => ({ default: (await import("./detail/public-key-card.tsx")).PublicKeyCard }))

const ReplacementBanner = lazy(async () => ({
  default: (await withServerWords(() => import("./servers/replace/banner.tsx"))).ReplacementBanner,
}))

/** Everything about one key. */
export default function KeyPage() {
  const { keyId } = useParams({ from: "/signed-in/keys/$keyId" })
  return <KeyById keyId={keyId} />
}

/** One key of the account that the pages around it are about. */
export function KeyById({ keyId }: { keyId: string }) {
  const enabled = !useIsBeingDeleted(keyId)
  const { data, error, refetch } = useQuery({ ...apiQuery(routes.showKey, { params: { id: keyId } }), enabled })
  const { id } = useHolder()
  // What was deleted elsewhere must not go on looking as if it were there.
  if (data === undefined || isGone(error)) return <NoKey error={error} onRetry={refetch} />
  if (data.owner.id !== id) return <ToOwner sshKey={data} />
  return <KeyDetail key={keyId} sshKey={data} />
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && (error.code === "not_found" || error.code === "invalid")
}

function KeyDetail({ sshKey }: { sshKey: SshKey }) {
  const navigate = useNavigate()
  const holder = useHolder()
  const { open, dialogs } = useKeyDialogs(() => navigate(holder.list))
  return (
    <>
      <KeyHeader sshKey={sshKey} parent={<KeysLink />} openDialog={open} />
      <Claims fingerprint={sshKey.fingerprint} />
      <Suspense>
        <ReplacementBanner keyId={sshKey.id} className={styles.standing} />
      </Suspense>
      <Standing sshKey={sshKey} />
      <IdentityCard sshKey={sshKey} onSetExpiry={() => open("expiry", sshKey)} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Suspense>
            <OpensCards sshKey={sshKey} />
          </Suspense>
        </div>
        <div className={styles.column}>
          <Suspense>
            <PublicKeyCard sshKey={sshKey} />
            <HistoryCard keyId={sshKey.id} />
          </Suspense>
        </div>
      </div>
      {dialogs}
    </>
  )
}

function KeysLink() {
  const { list, listName } = useHolder()
  return (
    <TextLink {...list} inherit>
      {listName}
    </TextLink>
  )
}

function NoKey({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useLingui()
  const { list } = useHolder()
  if (error === null) {
    return (
      <div aria-busy="true">
        <PageHeader title={t`Key`} parent={<KeysLink />} />
        <Card className={styles.identity}>
          <Skeleton width={203} height={185} />
          <Skeleton height={185} />
        </Card>
      </div>
    )
  }
  const gone = isGone(error)
  return (
    <>
      <PageHeader title={gone ? t`No such key` : t`Key`} parent={<KeysLink />} />
      {gone ? (
        <EmptyState
          icon={<IconKeyOff size={28} stroke={1.75} aria-hidden />}
          title={<Trans>There is no such key. It may have been deleted.</Trans>}
          actions={
            <ButtonLink {...list}>
              <Trans>Go to Keys</Trans>
            </ButtonLink>
          }
        />
      ) : (
        <ErrorState title={t`This key could not be loaded.`} error={error} onRetry={onRetry} />
      )}
    </>
  )
}
