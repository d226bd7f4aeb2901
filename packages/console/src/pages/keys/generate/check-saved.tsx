import { Trans, useLingui } from "@lingui/react/macro"
import { Button, FileButton } from "@mantine/core"
import { IconAlertTriangle, IconCircleCheck, IconFileCheck } from "@tabler/icons-react"
import { type FormEvent, useState } from "react"
import { PasswordField } from "../../../forms/password-field.tsx"
import { announce } from "../../../ui/announce.ts"
import { ShortFingerprint } from "../../../ui/fingerprint.tsx"
import { useFileDrop } from "../import/use-file-drop.ts"
import styles from "./generate.module.css"
import type { CheckedFile, KeyMaker } from "./key-maker.ts"

/** No private file is larger, in bytes. */
const largestFile = 64 * 1024

type Props = {
  maker: KeyMaker
  name: string
  fingerprint: string
  onMatch: () => void
}

/** Takes the saved file back and opens it, with the passphrase typed once more: then it is known to be of use. */
export function CheckSaved({ maker, name, fingerprint, onMatch }: Props) {
  const { t } = useLingui()
  const [file, setFile] = useState<File>()
  const [passphrase, setPassphrase] = useState("")
  const [checked, setChecked] = useState<CheckedFile>()
  const dragging = useFileDrop(([dropped]) => take(dropped ?? null))
  const matches = checked !== undefined && "fingerprint" in checked && checked.fingerprint === fingerprint
  const isLocked = checked !== undefined && isLockedHalf(checked, fingerprint)

  async function open(given: File, secret?: string) {
    if (given.size > largestFile) return setChecked({ error: "format_unknown" })
    const outcome = await maker.check(new Uint8Array(await given.arrayBuffer()), secret)
    setChecked(outcome)
    if (!("fingerprint" in outcome) || outcome.fingerprint !== fingerprint) return
    setPassphrase("")
    announce(t`It matches. You can go on.`)
    onMatch()
  }

  function take(given: File | null) {
    if (given === null) return
    setFile(given)
    setChecked(undefined)
    void open(given)
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (file !== undefined && passphrase !== "") void open(file, passphrase)
  }

  return (
    <div className={styles.check} data-dragging={dragging || undefined}>
      {matches ? (
        <IconCircleCheck size={18} stroke={1.75} color="var(--lk-ok)" aria-hidden />
      ) : (
        <IconFileCheck size={18} stroke={1.75} aria-hidden />
      )}
      <div className={styles.fileWords}>
        <strong>
          <Trans>Check the saved file</Trans>
        </strong>
        <span className={styles.about}>
          {matches ? (
            <Trans>It matches. The saved file holds this key.</Trans>
          ) : (
            <Trans>Drop it back here. It is compared in this browser and not uploaded.</Trans>
          )}
        </span>
        {matches || checked === undefined || (isLocked && checked.error === "passphrase_required") ? null : (
          <Mismatch checked={checked} isLocked={isLocked} name={name} fingerprint={fingerprint} />
        )}
        {!isLocked || file === undefined ? null : (
          <form className={styles.open} onSubmit={submit}>
            <PasswordField
              label={t`Passphrase of ${file.name}`}
              autoComplete="off"
              value={passphrase}
              onChange={(event) => setPassphrase(event.currentTarget.value)}
            />
            <Button type="submit">
              <Trans>Open it</Trans>
            </Button>
          </form>
        )}
      </div>
      {matches ? null : (
        <FileButton onChange={take}>
          {(props) => (
            <Button {...props} size="xs" variant="quiet">
              <Trans>Choose file</Trans>
            </Button>
          )}
        </FileButton>
      )}
    </div>
  )
}

type Locked = Extract<CheckedFile, { error: unknown }>

/** Whether this may be the saved file, were there the right passphrase. */
function isLockedHalf(checked: CheckedFile, fingerprint: string): checked is Locked {
  if ("fingerprint" in checked) return false
  const { error, shown = fingerprint } = checked
  return (error === "passphrase_required" || error === "passphrase_wrong") && shown === fingerprint
}

type MismatchProps = { checked: CheckedFile; isLocked: boolean; name: string; fingerprint: string }

function Mismatch({ checked, isLocked, name, fingerprint }: MismatchProps) {
  const other = "fingerprint" in checked ? checked.fingerprint : checked.shown
  return (
    <span className={styles.mismatch} role="alert">
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      {isLocked ? (
        <Trans>The passphrase does not open it. Type the one that you chose.</Trans>
      ) : other !== undefined && other !== fingerprint ? (
        <Trans>
          This is a different key: <ShortFingerprint fingerprint={other} />. Look for {name} in your downloads.
        </Trans>
      ) : "error" in checked && checked.error === "format_unknown" ? (
        <Trans>This is not a private key. Look for {name} in your downloads.</Trans>
      ) : (
        <Trans>The file is damaged. Download it again.</Trans>
      )}
    </span>
  )
}
