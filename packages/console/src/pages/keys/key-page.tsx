import { ApiError, routes, type SshKey } from "@latchkey/contract"
import { expiryNotice } from "@latchkey/core"
import { keyTypes } from "@latchkey/engine"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert, Badge, Button, Skeleton } from "@mantine/core"
import { IconAlertTriangle, IconBan, IconCircleCheck, IconClock, IconKeyOff, IconStar } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useNavigate, useParams } from "@tanstack/react-router"
import { useState } from "react"
import { apiQuery } from "../../api.ts"
import { useKeyPolicy } from "../../key-policy.ts"
import { paths } from "../../paths.ts"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { ButtonLink, TextLink } from "../../ui/links.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { StatusBadge } from "../../ui/status-badge.tsx"
import { Timestamp } from "../../ui/timestamp.tsx"
import { useKeyChanges } from "./changes/key-changes.ts"
import { useKeyDialogs } from "./changes/key-dialogs.tsx"
import { KeyMenu } from "./changes/key-menu.tsx"
import styles from "./detail/detail.module.css"
import { HistoryCard } from "./detail/history-card.tsx"
import { IdentityCard } from "./detail/identity-card.tsx"
import { NameEditor } from "./detail/name-editor.tsx"
import { OpensCards } from "./detail/opens-card.tsx"
import { PublicKeyCard } from "./detail/public-key-card.tsx"

/** Everything about one key. */
export default function KeyPage() {
  const { keyId } = useParams({ from: "/signed-in/keys/$keyId" })
  const { data, error, refetch } = useQuery(apiQuery(routes.showKey, { params: { id: keyId } }))
  if (data !== undefined) return <KeyDetail key={keyId} sshKey={data} />
  return <NoKey error={error} onRetry={refetch} />
}

function KeyDetail({ sshKey }: { sshKey: SshKey }) {
  const navigate = useNavigate()
  const changes = useKeyChanges()
  const [renaming, setRenaming] = useState(false)
  const { open, dialogs } = useKeyDialogs(() => void navigate({ to: paths.keys }))
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

/** Why a key needs attention, over everything else. */
function Standing({ sshKey }: { sshKey: SshKey }) {
  const { disabledAt, expiresAt, concern, status, bits } = sshKey
  const { minimumRsaBits, allowedKeyTypes } = useKeyPolicy()
  if (disabledAt !== null) {
    return (
      <Alert className={styles.standing} icon={<IconBan size={18} stroke={1.75} />}>
        <Trans>
          Disabled <Timestamp at={disabledAt} />. It opens nothing.
        </Trans>
      </Alert>
    )
  }
  if (status === "stopped") {
    const isRefused = !allowedKeyTypes.includes(sshKey.keyType) || (isRsa(sshKey) && bits < minimumRsaBits)
    return (
      <Alert variant="bad" className={styles.standing} icon={<IconBan size={18} stroke={1.75} />}>
        {isRefused ? (
          <Trans>The key policy of this Latchkey has stopped this key. It opens nothing. Add another key.</Trans>
        ) : (
          <Trans>
            This key is on the blocklist of this Latchkey. It opens nothing. Add another key, and treat this one as
            known to others.
          </Trans>
        )}
      </Alert>
    )
  }
  return (
    <>
      {status !== "weak" || concern === null ? null : (
        <Alert variant="warn" className={styles.standing} icon={<IconAlertTriangle size={18} stroke={1.75} />}>
          <Trans>This key is weak ({bits} bits). Replace it with an Ed25519 key when you can.</Trans>
        </Alert>
      )}
      {expiresAt !== null && expiresSoon(expiresAt) ? (
        <Alert variant="warn" className={styles.standing} icon={<IconClock size={18} stroke={1.75} />}>
          <Trans>
            This key expires <Timestamp at={expiresAt} />. Add a new one before, so that you keep a way in.
          </Trans>
        </Alert>
      ) : null}
    </>
  )
}

function isRsa({ keyType }: SshKey): boolean {
  return keyTypes[keyType].family === "RSA"
}

function expiresSoon(expiresAt: string): boolean {
  const left = Date.parse(expiresAt) - Date.now()
  return left > 0 && left <= expiryNotice
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
