import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconDownload } from "@tabler/icons-react"
import { CopyButton } from "../../../ui/copy-button.tsx"
import { downloadText, fileNameOf } from "../download.ts"
import styles from "./detail.module.css"

/** A public key as text, to copy and to save; other programs look for the file name's `ending`. */
export function WrittenKey({ name, text, ending }: { name: string; text: string; ending: string }) {
  const { t } = useLingui()
  const whole = `${text.trimEnd()}\n`
  return (
    <>
      <pre className={styles.publicKey}>{text.trimEnd()}</pre>
      <div className={styles.publicKeyTools}>
        <CopyButton wide value={whole} label={t`Copy`} announcement={t`Public key copied`} />
        <Button
          size="xs"
          leftSection={<IconDownload size={16} stroke={1.75} />}
          onClick={() => downloadText(fileNameOf(name, ending), whole)}
        >
          {ending === ".pem" ? <Trans>Download .pem</Trans> : <Trans>Download .pub</Trans>}
        </Button>
      </div>
    </>
  )
}
