import type { SshKey } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { Tabs } from "@mantine/core"
import { lazy, Suspense, useState } from "react"
import { Card } from "../../../ui/card.tsx"
import styles from "./detail.module.css"
import { WrittenKey } from "./written-key.tsx"

/** The ids become part of elements' ids, in which a space would be the end. */
const formats = [
  { id: "openssh", name: "OpenSSH" },
  { id: "rfc4716", name: "RFC 4716" },
  { id: "pem", name: "PEM" },
] as const

const ConvertedKey = lazy(() => import("./converted-key.tsx"))

/** The public key itself, to copy and to save, as each kind of program wants it. */
export function PublicKeyCard({ sshKey }: { sshKey: SshKey }) {
  const { t } = useLingui()
  const [chosen, setChosen] = useState<string>("openssh")
  return (
    <Card title={t`Public key`} padded>
      <Tabs
        value={chosen}
        variant="none"
        classNames={{ list: styles.formats, tab: styles.format }}
        onChange={(value) => setChosen(value ?? "openssh")}
      >
        <Tabs.List aria-label={t`Format`}>
          {formats.map(({ id, name }) => (
            <Tabs.Tab key={id} value={id}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {formats.map(({ id, name }) => (
          <Tabs.Panel key={id} value={id}>
            {id !== chosen ? null : name === "OpenSSH" ? (
              <WrittenKey name={sshKey.name} text={sshKey.publicKey} ending=".pub" />
            ) : (
              <Suspense>
                <ConvertedKey sshKey={sshKey} format={name} />
              </Suspense>
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Card>
  )
}
