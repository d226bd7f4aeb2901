import { ApiError, routes, type SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Badge, Button, Skeleton } from "@mantine/core"
import { IconBan, IconCircleCheck, IconKeyOff, IconStar } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useNavigate, useParams } from "@tanstack/react-router"
import { useState } from "react"
import { apiQuery } from "../../api.ts"
import { paths } from "../../paths.ts"
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
import { HistoryCard } from "./detail/history-card.tsx"
import { IdentityCard } from "./detail/identity-card.tsx"
import { NameEditor } from "./detail/name-editor.tsx"
import { OpensCards } from "./detail/opens-card.tsx"
import { PublicKeyCard } from "./detail/public-key-card.tsx"
import { Standing } from "./detail/standing.tsx"

/** Everything about one key. */
export default function KeyPage() {
  const { keyId } = useParams({ from: "/signed-in/keys/$keyId" })
  const enabled = !useIsBeingDeleted(keyId)
  const { data, error, refetch } = useQuery({ ...apiQuery(routes.showKey, { params: { id: keyId } }), enabled })
  if (data !== undefined) return <KeyDetail key={keyId} sshKey={data} />
  return <NoKey error={error} onRetry={refetch} />
}

function KeyDetail({ sshKey }: { sshKey: SshKey }) {
  const navigate = useNavigate()
  const changes = useKeyChanges()
  const [renaming, setRenaming] = useState(false)
  const { open, dialogs } = useKeyDialogs(() => navigate({ to: paths.keys }))
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
          <>
            {disabled ? (
              <Button leftSection={<IconCircleCheck size={16} stroke={1.75} />} onClick={() => changes.enable(sshKey)}>
                <Trans>Enable</Trans>
              </Button>
            ) : (
              <Button leftSection={<IconBan size={16} stroke={1.75} />} onClick={() => changes.disable(sshKey)}>
                <Trans>Disable</Trans>
              </Button>
            )}
            <KeyMenu onPage sshKey={sshKey} openDialog={open} onRename={() => setRenaming(true)} />
          </>
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
          <HistoryCard keyId={sshKey.id} />
        </div>
      </div>
      {dialogs}
    </>
  )
}

function KeysLink() {
  return (
    <TextLink to={paths.keys} inherit>
      <Trans>Keys</Trans>
    </TextLink>
  )
}

function NoKey({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useLingui()
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
            <ButtonLink to={paths.keys}>
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
