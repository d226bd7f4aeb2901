import { Trans, useLingui } from "@lingui/react/macro"
import { IconFileText, IconShieldCheck, IconTerminal2 } from "@tabler/icons-react"
import type { ReactNode } from "react"
import { Card } from "../../../ui/card.tsx"
import styles from "../servers.module.css"
import { changeWords } from "./change-words.ts"

type Row = { readonly path: string; readonly english: string }

/** What enrolment leaves on a server, as its own table says. */
const rows: readonly Row[] = import.meta.env.LATCHKEY_HOST_FILES.split("\n").flatMap((line) => {
  const [path = "", , , english = ""] = line.split("|")
  return path === "" ? [] : [{ path, english }]
})
const isSetting = ({ path }: Row) => path.startsWith("/etc/ssh/")

const icon = { size: 18, stroke: 1.75, "aria-hidden": true } as const

/** What the command does to a server, before anybody runs it. */
export function WhatChanges() {
  const { t } = useLingui()
  return (
    <Card title={t`What it changes`} padded>
      <ul className={styles.changes}>
        <Change icon={<IconFileText {...icon} />} title={<Trans>Adds one sshd setting</Trans>}>
          <Rows rows={rows.filter(isSetting)} />
        </Change>
        <Change icon={<IconTerminal2 {...icon} />} title={<Trans>Installs one small service</Trans>}>
          <Rows rows={rows.filter((row) => !isSetting(row))} />
        </Change>
        <Change icon={<IconShieldCheck {...icon} />} title={<Trans>Leaves the rest alone</Trans>}>
          <Trans>
            The keys already on it keep working. <code>sudo latchkey-enrol --undo</code> takes everything back, without
            a network.
          </Trans>
        </Change>
      </ul>
    </Card>
  )
}

function Change({ icon: Icon, title, children }: { icon: ReactNode; title: ReactNode; children: ReactNode }) {
  return (
    <li>
      {Icon}
      <div>
        <strong>{title}</strong>
        <div className={styles.changed}>{children}</div>
      </div>
    </li>
  )
}

function Rows({ rows: shown }: { rows: readonly Row[] }) {
  const { i18n } = useLingui()
  return (
    <dl className={styles.paths}>
      {shown.map(({ path, english }) => {
        const words = changeWords[path]
        return (
          <div key={path}>
            <dt>
              <code>{path}</code>
            </dt>
            <dd>{words === undefined ? <span lang="en">{english}</span> : i18n._(words)}</dd>
          </div>
        )
      })}
    </dl>
  )
}
