import type { SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, TextInput } from "@mantine/core"
import { useEffect, useRef } from "react"
import { useRename } from "../changes/use-rename.ts"
import styles from "./detail.module.css"

/** The menu that leads here gives the focus back to its button within this time, in milliseconds. */
const focusAfter = 50

/** Changes a key's name in the place where it stands: Enter saves, Esc restores. */
export function NameEditor({ sshKey, onDone }: { sshKey: SshKey; onDone: () => void }) {
  const { t } = useLingui()
  const { name, type, error, busy, save } = useRename(sshKey, onDone)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const timer = setTimeout(() => field.current?.select(), focusAfter)
    return () => {
      clearTimeout(timer)
      document.querySelector("h1")?.focus()
    }
  }, [])
  return (
    <form
      noValidate
      className={styles.nameEditor}
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) save()
      }}
    >
      <TextInput
        ref={field}
        autoComplete="off"
        aria-label={t`Name`}
        className={styles.nameField}
        value={name}
        error={error}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onDone()
        }}
      />
      <Button type="submit" variant="filled" loading={busy}>
        <Trans>Rename</Trans>
      </Button>
      <Button variant="quiet" onClick={onDone}>
        <Trans>Cancel</Trans>
      </Button>
    </form>
  )
}
