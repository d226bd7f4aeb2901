import { ApiError, routes, type SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Badge, Button, Skeleton } from "@mantine/core"
import { IconBan, IconCircleCheck, IconKeyOff, IconStar } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useNavigate, useParams } from "@tanstack/react-router"
import { lazy, Suspense, useState } from "react"
import { apiQuery } from "../../api.ts"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { ButtonLink, TextLink } from "../../ui/links.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { StatusBadge } from "../../ui/status-badge.tsx"
import { useKeyChanges } from "./changes/key-changes.ts"
import { useIsBeingDeleted } from "./changes/key-deletion.ts"
import { useKeyDialogs } from "./changes/key-dialogs.tsx"
import { KeyMenu } from "./changes/key-menu.tsx"
import styles from "./detail/detail.module.css"
import { IdentityCard } from "./detail/identity-card.tsx"
import { NameEditor } from "./detail/name-editor.tsx"
import { OpensCards } from "./detail/opens-card.tsx"
import { PublicKeyCard } from "./detail/public-key-card.tsx"
import { Standing } from "./detail/standing.tsx"
import { useHolder } from "./holder.tsx"
import { ToItsPage } from "./to-its-page.tsx"

// With the words of every event, which the rest of the page needs not.
const HistoryCard = lazy(async () => ({ default: (await import("./detail/history-card.tsx")).HistoryCard }))

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
  if (data !== undefined && data.owner.id !== id) return <ToItsPage sshKey={data} />
  if (data !== undefined) return <KeyDetail key={keyId} sshKey={data} />
  return <NoKey error={error} onRetry={refetch} />
}

function KeyDetail({ sshKey }: { sshKey: SshKey }) {
  const navigate = useNavigate()
  const changes = useKeyChanges()
  const holder = useHolder()
  const [renaming, setRenaming] = useState(false)
  const { open, dialogs } = useKeyDialogs(() => navigate(holder.list))
  const disabled = sshKey.disabledAt !== null
  return (
    <>
      <PageHeader
        title={sshKey.name}
        parent={<KeysLink />}
        badges={
          <>
            <StatusBadge sshKey={sshKey} />
            {sshKey.isDefault ? (
              <Badge leftSection={<IconStar size={14} stroke={2} />}>
                <Trans>Default key</Trans>
              </Badge>
            ) : null}
          </>
        }
        actions={
          !holder.mayChange ? undefined : (
            <>
              {disabled ? (
                <Button
                  leftSection={<IconCircleCheck size={16} stroke={1.75} />}
                  onClick={() => changes.enable(sshKey)}
                >
                  <Trans>Enable</Trans>
                </Button>
              ) : (
                <Button leftSection={<IconBan size={16} stroke={1.75} />} onClick={() => changes.disable(sshKey)}>
                  <Trans>Disable</Trans>
                </Button>
              )}
              <KeyMenu onPage sshKey={sshKey} openDialog={open} onRename={() => setRenaming(true)} />
            </>
          )
        }
        {...(renaming && { editor: <NameEditor sshKey={sshKey} onDone={() => setRenaming(false)} /> })}
      />
      <Standing sshKey={sshKey} />
      <IdentityCard sshKey={sshKey} onSetExpiry={() => open("expiry", sshKey)} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <OpensCards sshKey={sshKey} />
        </div>
        <div className={styles.column}>
          <PublicKeyCard sshKey={sshKey} />
          <Suspense>
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
  const isGone = error instanceof ApiError && (error.code === "not_found" || error.code === "invalid")
  return (
    <>
      <PageHeader title={isGone ? t`No such key` : t`Key`} parent={<KeysLink />} />
      {isGone ? (
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
