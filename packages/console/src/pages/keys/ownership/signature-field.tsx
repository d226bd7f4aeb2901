import { detectPrivateKey } from "@latchkey/engine"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, FileButton, Textarea } from "@mantine/core"
import { IconUpload } from "@tabler/icons-react"
import { useState } from "react"
import mono from "../../../ui/mono.module.css"
import { useFileDrop } from "../import/use-file-drop.ts"
import styles from "./ownership.module.css"

/** No signature is longer, in bytes. What is cut off of another file is refused like the rest of it. */
const longestSignature = 128 * 1024

type Props = { value: string; error: string | undefined; onChange: (signature: string) => void }

/** Where what ssh-keygen printed or wrote goes. The file beside it is the private key: that one is not taken. */
export function SignatureField({ value, error, onChange }: Props) {
  const { t } = useLingui()
  const [isPrivate, setPrivate] = useState(false)
  const dragging = useFileDrop(([dropped]) => void read(dropped ?? null))

  function take(text: string) {
    const caught = detectPrivateKey(text) !== undefined
    setPrivate(caught)
    onChange(caught ? "" : text)
  }

  async function read(file: File | null) {
    if (file !== null) take(await file.slice(0, longestSignature).text())
  }

  return (
    <div className={styles.signature} data-dragging={dragging || undefined}>
      <Textarea
        label={t`Signature`}
        description={t`From -----BEGIN SSH SIGNATURE----- to -----END SSH SIGNATURE-----`}
        error={
          isPrivate
            ? t`This is a private key. It was not sent, and is not kept here. Paste what the command prints.`
            : error
        }
        required
        withAsterisk={false}
        rows={6}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: mono.mono ?? "" }}
        value={value}
        onChange={(event) => take(event.currentTarget.value)}
      />
      <div className={styles.file}>
        <FileButton onChange={(file) => void read(file)}>
          {(props) => (
            <Button {...props} size="xs" variant="quiet" leftSection={<IconUpload size={16} stroke={1.75} />}>
              <Trans>Choose file</Trans>
            </Button>
          )}
        </FileButton>
        <span className={styles.fileWords}>
          <Trans>or drop the .sig file anywhere on this page.</Trans>
        </span>
      </div>
    </div>
  )
}
