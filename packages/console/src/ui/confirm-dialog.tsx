import { Trans } from "@lingui/react/macro"
import { Alert, Button, Code, TextInput } from "@mantine/core"
import { type FormEvent, type ReactNode, useEffect, useState } from "react"
import type { Failure } from "../failure.ts"
import styles from "./dialog.module.css"
import { Dialog } from "./dialog.tsx"

type Props = {
  opened: boolean
  /** Names the object and the verb: `Delete "laptop"?` */
  title: string
  /** The verb and its object again, as `Delete key`. */
  confirmLabel: string
  /** The safe way out, as `Keep the key`. */
  cancelLabel: string
  /** When set, confirming needs exactly this text typed. */
  typeToConfirm?: string
  busy?: boolean
  /** Why it did not work when it was confirmed. */
  failure?: Failure | undefined
  onConfirm: () => void
  onClose: () => void
  children: ReactNode
}

/** Asks before something is taken away. Focus starts on the safe button, or in the field when there is one. */
export function ConfirmDialog(props: Props) {
  const {
    opened,
    title,
    confirmLabel,
    cancelLabel,
    typeToConfirm,
    busy = false,
    failure,
    onConfirm,
    onClose,
    children,
  } = props
  const [typed, setTyped] = useState("")
  useEffect(() => {
    if (opened) setTyped("")
  }, [opened])
  const ready = typeToConfirm === undefined || typed === typeToConfirm

  function submit(event: FormEvent) {
    event.preventDefault()
    if (ready && !busy) onConfirm()
  }

  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      <form onSubmit={submit}>
        <div className={styles.body}>
          {failure === undefined ? null : (
            <Alert variant="bad" role="alert">
              {failure.message} {failure.hint}
            </Alert>
          )}
          {children}
          {typeToConfirm === undefined ? null : (
            <TextInput
              data-autofocus
              autoComplete="off"
              label={
                <Trans>
                  Type <Code>{typeToConfirm}</Code> to confirm
                </Trans>
              }
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          )}
        </div>
        <div className={styles.footer}>
          <Button variant="quiet" onClick={onClose} data-autofocus={typeToConfirm === undefined || undefined}>
            {cancelLabel}
          </Button>
          <Button type="submit" variant="danger" aria-disabled={!ready || undefined} loading={busy}>
            {confirmLabel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
