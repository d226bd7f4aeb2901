import { routes, type SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert, Button } from "@mantine/core"
import { IconAlertTriangle, IconArrowRight, IconLock, IconLockOpen } from "@tabler/icons-react"
import { useId, useState } from "react"
import { useApiMutation } from "../../../api.ts"
import { describeFailure, describeRefusal } from "../../../failure.ts"
import { announce } from "../../../ui/announce.ts"
import layout from "../../../ui/dialog.module.css"
import { LongFingerprint } from "../../../ui/fingerprint.tsx"
import { KeyTypeLabel } from "../../../ui/key-type-label.tsx"
import { Randomart } from "../../../ui/randomart.tsx"
import { useHolder } from "../holder.tsx"
import { CheckSaved } from "./check-saved.tsx"
import type { Described } from "./describe-step.tsx"
import { FileRow } from "./file-row.tsx"
import styles from "./generate.module.css"
import type { KeyMaker, MadeKey } from "./key-maker.ts"

type Props = {
  maker: KeyMaker
  described: Described
  made: MadeKey
  onAdded: (sshKey: SshKey) => void
  onDiscard: () => void
}

/** Sees that the private half is saved, before the public one is sent. */
export function SaveStep({ maker, described, made, onAdded, onDiscard }: Props) {
  const { t } = useLingui()
  const { query } = useHolder()
  const reason = useId()
  const [downloaded, setDownloaded] = useState(false)
  const [checked, setChecked] = useState(false)
  const add = useApiMutation(routes.importKeys, ["keys", "accounts"])
  const { name, isProtected, expiresAt } = described
  const missing = !downloaded ? t`Download a file first` : !checked ? t`Check the saved file first` : undefined
  const [result] = add.data?.results ?? []
  const refusal =
    result?.outcome === "refused"
      ? describeRefusal(result.error)
      : add.error === null
        ? undefined
        : describeFailure(add.error)

  function goOn() {
    if (missing !== undefined) return announce(missing)
    const keys = [
      { text: made.publicLine, name, source: "generate" as const, ...(expiresAt !== undefined && { expiresAt }) },
    ]
    add.mutate(
      { body: { keys, ...query } },
      {
        onSuccess({ results: [added] }) {
          if (added?.outcome === "imported") onAdded(added.key)
        },
      },
    )
  }

  return (
    <>
      <div className={layout.body}>
        {refusal === undefined ? null : (
          <Alert variant="bad" role="alert" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
            <Trans>
              The public half was not added. {refusal.message} {refusal.hint ?? ""}
            </Trans>
          </Alert>
        )}
        <div className={styles.identity}>
          <Randomart publicKey={made.publicKey} name={name} form="small" />
          <div className={styles.facts}>
            <p className={styles.called}>
              <strong className={styles.name}>{name}</strong>
              <KeyTypeLabel keyType={made.publicKey.type} bits={made.publicKey.bits} />
            </p>
            <LongFingerprint fingerprint={made.fingerprint} copy={false} />
            <p className={styles.protection}>
              {isProtected ? (
                <>
                  <IconLock size={16} stroke={1.75} aria-hidden />
                  <Trans>Protected with your passphrase</Trans>
                </>
              ) : (
                <>
                  <IconLockOpen size={16} stroke={1.75} aria-hidden />
                  <Trans>No passphrase: whoever has the file can use it</Trans>
                </>
              )}
            </p>
          </div>
        </div>
        <div>
          <h3 className={styles.title}>
            <Trans>Save the private key before you go on</Trans>
          </h3>
          <p className={styles.aside}>
            <Trans>
              It was made in this browser and exists nowhere else. Latchkey keeps only the public half, so nobody can
              send you this file again.
            </Trans>
          </p>
        </div>
        <ul className={styles.files}>
          {made.files.map(({ format, bytes }) => (
            <FileRow
              key={format}
              maker={maker}
              format={format}
              bytes={bytes}
              keyName={name}
              onDownloaded={() => {
                setDownloaded(true)
                announce(t`Downloaded. Now check the saved file.`)
              }}
            />
          ))}
        </ul>
        <CheckSaved maker={maker} name={name} fingerprint={made.fingerprint} onMatch={() => setChecked(true)} />
      </div>
      <div className={`${layout.footer} ${styles.footer}`}>
        <Button variant="quiet-danger" className={styles.discard ?? ""} onClick={onDiscard}>
          <Trans>Discard this key</Trans>
        </Button>
        {missing === undefined ? null : (
          <span id={reason} className={styles.aside}>
            {missing}
          </span>
        )}
        <Button
          variant="filled"
          aria-describedby={missing === undefined ? undefined : reason}
          aria-disabled={missing !== undefined || undefined}
          loading={add.isPending}
          rightSection={<IconArrowRight size={16} stroke={2} />}
          onClick={goOn}
        >
          <Trans>I have saved it</Trans>
        </Button>
      </div>
    </>
  )
}
