import type { SshKey } from "@latchkey/contract"
import { formatRfc4716, formatSpki, KeyError, parsePublicKey } from "@latchkey/engine"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, Tabs } from "@mantine/core"
import { IconDownload } from "@tabler/icons-react"
import { useState } from "react"
import { sentence } from "../../../failure.ts"
import { Card } from "../../../ui/card.tsx"
import { CopyButton } from "../../../ui/copy-button.tsx"
import { downloadText, fileNameOf } from "../download.ts"
import styles from "./detail.module.css"

const formats = ["OpenSSH", "RFC 4716", "PEM"] as const
type Format = (typeof formats)[number]

/** The endings of file names: what other programs look for. */
const endings = { OpenSSH: ".pub", "RFC 4716": ".rfc4716.pub", PEM: ".pem" } as const satisfies Record<Format, string>

/** A key in one of its public formats. @throws KeyError for a type that the format has no form for */
function written(publicKey: string, format: Format): string {
  if (format === "OpenSSH") return publicKey
  const key = parsePublicKey(publicKey, { points: "trusted" })
  return format === "PEM" ? formatSpki(key) : formatRfc4716(key)
}

/** The public key itself, to copy and to save, as each kind of program wants it. */
export function PublicKeyCard({ sshKey }: { sshKey: SshKey }) {
  const { t } = useLingui()
  const [chosen, setChosen] = useState<Format>("OpenSSH")
  return (
    <Card title={t`Public key`} padded>
      <Tabs
        value={chosen}
        variant="none"
        classNames={{ list: styles.formats, tab: styles.format }}
        onChange={(value) => setChosen(formats.find((format) => format === value) ?? "OpenSSH")}
      >
        <Tabs.List aria-label={t`Format`}>
          {formats.map((format) => (
            <Tabs.Tab key={format} value={format}>
              {format}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {formats.map((format) => (
          <Tabs.Panel key={format} value={format}>
            {format === chosen ? <Written sshKey={sshKey} format={format} /> : null}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Card>
  )
}

function Written({ sshKey: { name, publicKey }, format }: { sshKey: SshKey; format: Format }) {
  const { t } = useLingui()
  let text: string
  try {
    text = written(publicKey, format)
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    return (
      <p className={styles.noForm}>
        <Trans>This key type cannot be written as {format}.</Trans> <span lang="en">({sentence(error.message)})</span>
      </p>
    )
  }
  const whole = `${text.trimEnd()}\n`
  return (
    <>
      <pre className={styles.publicKey}>{text.trimEnd()}</pre>
      <div className={styles.publicKeyTools}>
        <CopyButton wide value={whole} label={t`Copy`} announcement={t`Public key copied`} />
        <Button
          size="xs"
          leftSection={<IconDownload size={16} stroke={1.75} />}
          onClick={() => downloadText(fileNameOf(name, endings[format]), whole)}
        >
          {format === "PEM" ? <Trans>Download .pem</Trans> : <Trans>Download .pub</Trans>}
        </Button>
      </div>
    </>
  )
}
