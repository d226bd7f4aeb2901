import type { KeyPage, SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { ActionIcon, Tooltip } from "@mantine/core"
import { IconPlus, IconX } from "@tabler/icons-react"
import type { UseQueryResult } from "@tanstack/react-query"
import { TestLogin } from "../../gateway/test-login.tsx"
import { paths } from "../../paths.ts"
import { Card } from "../../ui/card.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { ShortFingerprint } from "../../ui/fingerprint.tsx"
import { KeyPrint } from "../../ui/key-print.tsx"
import { KeyTypeLabel } from "../../ui/key-type-label.tsx"
import { ButtonLink } from "../../ui/links.tsx"
import { SkeletonRows } from "../../ui/skeleton-rows.tsx"
import { Timestamp } from "../../ui/timestamp.tsx"
import { useGenerateDialog } from "../keys/generate/use-generate-dialog.tsx"
import { GenerateButton } from "../keys/generate-button.tsx"
import styles from "./overview.module.css"
import { Progress, Step } from "./steps.tsx"

/** The first steps; each ticks itself from what happened, never by a click. `keys` holds the key used last. */
export function FirstSteps({ keys, onHide }: { keys: UseQueryResult<KeyPage>; onHide: () => void }) {
  const { t } = useLingui()
  const generating = useGenerateDialog()
  const [key] = keys.data?.items ?? []
  const tested = key?.lastUse.state === "used"
  const done = (key === undefined ? 0 : 1) + (tested ? 1 : 0)

  if (keys.data === undefined) {
    return (
      <Card title={t`Get started`}>
        {keys.error === null ? (
          <SkeletonRows rows={2} height={76} />
        ) : (
          <ErrorState title={t`Your keys could not be loaded.`} error={keys.error} onRetry={keys.refetch} />
        )}
      </Card>
    )
  }
  return (
    <Card
      title={t`Get started`}
      end={
        <>
          <Progress done={done} of={2} />
          <Tooltip label={t`Hide this`}>
            <ActionIcon aria-label={t`Hide this`} onClick={onHide}>
              <IconX size={16} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        </>
      }
    >
      <ol>
        {key === undefined ? <AddKey onGenerate={generating.open} /> : <AddedKey sshKey={key} />}
        <Step number={2} state={tested ? "done" : key === undefined ? "next" : "now"} title={t`Test it`}>
          {key === undefined ? (
            <p className={styles.note}>
              <Trans>Sign in to Latchkey itself over SSH and see your key work.</Trans>
            </p>
          ) : (
            <TestLogin anyTime />
          )}
        </Step>
      </ol>
      {generating.dialog}
    </Card>
  )
}

function AddKey({ onGenerate }: { onGenerate: () => void }) {
  const { t } = useLingui()
  return (
    <Step
      number={1}
      state="now"
      title={t`Add a key`}
      aside={
        <>
          <ButtonLink to={paths.keyImport} variant="filled" leftSection={<IconPlus size={16} stroke={2} />}>
            <Trans>Import keys</Trans>
          </ButtonLink>
          <GenerateButton onClick={onGenerate} />
        </>
      }
    >
      <p className={styles.note}>
        <Trans>Import one you have or generate a new one. Both happen in your browser, before anything is saved.</Trans>
      </p>
    </Step>
  )
}

function AddedKey({ sshKey }: { sshKey: SshKey }) {
  const { t } = useLingui()
  return (
    <Step
      number={1}
      state="done"
      title={t`Add a key`}
      aside={
        <div className={styles.face}>
          <KeyPrint publicKey={sshKey.publicKey} />
          <span>
            <KeyTypeLabel keyType={sshKey.keyType} bits={sshKey.bits} />
            <ShortFingerprint fingerprint={sshKey.fingerprint} />
          </span>
        </div>
      }
    >
      <p className={styles.note}>
        {sshKey.source !== "import" ? (
          <Trans>
            {sshKey.name}, generated <Timestamp at={sshKey.createdAt} />
          </Trans>
        ) : (
          <Trans>
            {sshKey.name}, imported <Timestamp at={sshKey.createdAt} />
          </Trans>
        )}
      </p>
    </Step>
  )
}
