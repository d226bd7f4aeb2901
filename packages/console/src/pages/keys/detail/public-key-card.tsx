import type { SshKey } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { Tabs } from "@mantine/core"
import { lazy, Suspense, useState } from "react"
import { Card } from "../../../ui/card.tsx"
import styles from "./detail.module.css"
import { WrittenKey } from "./written-key.tsx"

const formats = ["OpenSSH", "RFC 4716", "PEM"] as const
type Format = (typeof formats)[number]

const ConvertedKey = lazy(() => import("./converted-key.tsx"))

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
            {format !== chosen ? null : format === "OpenSSH" ? (
              <WrittenKey name={sshKey.name} text={sshKey.publicKey} ending=".pub" />
            ) : (
              <Suspense>
                <ConvertedKey sshKey={sshKey} format={format} />
              </Suspense>
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Card>
  )
}
