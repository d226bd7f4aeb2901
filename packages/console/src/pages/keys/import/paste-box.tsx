import { Trans, useLingui } from "@lingui/react/macro"
import { ActionIcon, Button } from "@mantine/core"
import { IconFileText, IconUpload, IconX } from "@tabler/icons-react"
import { type ChangeEvent, type RefObject, useId, useRef } from "react"
import styles from "./import.module.css"
import type { Source } from "./import-cards.ts"
import type { PasteHandlers } from "./use-paste-box.ts"

type Props = {
  field: RefObject<HTMLTextAreaElement | null>
  handlers: PasteHandlers
  /** The files that were given, beside the text. */
  files: readonly Source[]
  onAddFiles: (files: readonly File[]) => void
  onRemoveFile: (id: string) => void
}

/** Where keys are pasted. Its text is kept by the browser's field alone, never in the page's state. */
export function PasteBox({ field, handlers, files, onAddFiles, onRemoveFile }: Props) {
  const { t } = useLingui()
  const id = useId()
  return (
    <div className={styles.box}>
      <textarea
        ref={field}
        aria-label={t`Public keys`}
        className={styles.paste}
        aria-describedby={id}
        placeholder="ssh-ed25519 AAAA…"
        rows={6}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        {...handlers}
      />
      <div className={styles.boxFoot}>
        <FilePicker onFiles={onAddFiles} />
        <span id={id} className={styles.aside}>
          <Trans>
            or drop them anywhere on this page. OpenSSH .pub, PuTTY “Save public key”, PEM and .ppk, one or many.
          </Trans>
        </span>
        {files.length === 0 ? null : (
          <ul className={styles.files} aria-label={t`Files`}>
            {files.map(({ id: file, fileName = "" }) => (
              <li key={file} className={styles.file}>
                <IconFileText size={14} stroke={2} aria-hidden />
                {fileName}
                <ActionIcon aria-label={t`Remove ${fileName}`} onClick={() => onRemoveFile(file)}>
                  <IconX size={14} stroke={2} />
                </ActionIcon>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className={styles.dropHere} aria-hidden="true">
        <Trans>Drop to inspect</Trans>
      </div>
    </div>
  )
}

/** The browser's own field for files stays out of sight: the button stands for it, also on the keyboard. */
function FilePicker({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const picker = useRef<HTMLInputElement>(null)
  function take({ currentTarget }: ChangeEvent<HTMLInputElement>) {
    onFiles([...(currentTarget.files ?? [])])
    // Else a file that was removed could not be chosen again.
    currentTarget.value = ""
  }
  return (
    <>
      <input ref={picker} type="file" multiple hidden onChange={take} />
      <Button size="xs" leftSection={<IconUpload size={16} stroke={1.75} />} onClick={() => picker.current?.click()}>
        <Trans>Choose files</Trans>
      </Button>
    </>
  )
}
