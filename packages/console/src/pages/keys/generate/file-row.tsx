import type { WritableFormat } from "@latchkey/engine/private"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconCheck, IconDownload, IconFileCheck, IconFileText } from "@tabler/icons-react"
import { useState } from "react"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { downloadBytes, fileNameOf } from "../download.ts"
import styles from "./generate.module.css"
import { fileKinds } from "./key-kinds.ts"
import type { KeyMaker } from "./key-maker.ts"

type Props = {
  maker: KeyMaker
  format: WritableFormat
  bytes: number
  keyName: string
  onDownloaded: () => void
}

/** One private file, to be saved as often as it takes. */
export function FileRow({ maker, format, bytes, keyName, onDownloaded }: Props) {
  const { t, i18n } = useLingui()
  const [at, setAt] = useState<Date>()
  const kind = fileKinds.find((each) => each.format === format)
  if (kind === undefined) return null
  const fileName = fileNameOf(keyName, kind.ending)

  async function download() {
    const file = await maker.read(format)
    downloadBytes(fileName, file)
    file.fill(0)
    setAt(new Date())
    onDownloaded()
  }

  return (
    <li className={styles.file}>
      {at === undefined ? (
        <IconFileText size={18} stroke={1.75} aria-hidden />
      ) : (
        <IconFileCheck size={18} stroke={1.75} color="var(--lk-ok)" aria-hidden />
      )}
      <span className={styles.fileWords}>
        <code>{fileName}</code>
        <span className={styles.about}>{t`${i18n._(kind.about)} · ${bytes} bytes`}</span>
      </span>
      {at === undefined ? (
        <Button
          size="xs"
          leftSection={<IconDownload size={16} stroke={1.75} />}
          aria-label={t`Download ${fileName}`}
          onClick={() => void download()}
        >
          <Trans>Download</Trans>
        </Button>
      ) : (
        <>
          <span className={styles.done}>
            <IconCheck size={16} stroke={2} aria-hidden />
            <Trans>
              Downloaded <Timestamp at={at} form="time" />
            </Trans>
          </span>
          <Button size="xs" variant="quiet" aria-label={t`Download ${fileName} again`} onClick={() => void download()}>
            <Trans>Again</Trans>
          </Button>
        </>
      )}
    </li>
  )
}
