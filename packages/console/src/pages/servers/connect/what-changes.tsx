import { Trans, useLingui } from "@lingui/react/macro"
import { IconFilePlus, IconPencil, IconShieldCheck } from "@tabler/icons-react"
import type { ReactNode } from "react"
import { Card } from "../../../ui/card.tsx"
import styles from "../servers.module.css"

/** What enrolment leaves on a server, as its own table says. */
const files = import.meta.env.LATCHKEY_HOST_FILES.split("\n").flatMap((line) => {
  const [path = "", mode] = line.split("|")
  return path === "" ? [] : [{ path, isKept: mode === "kept" }]
})

const icon = { size: 18, stroke: 1.75, "aria-hidden": true } as const

/** What the command does to a server, before anybody runs it. */
export function WhatChanges() {
  const { t } = useLingui()
  return (
    <Card title={t`What it changes`} padded>
      <ul className={styles.changes}>
        <Change icon={<IconFilePlus {...icon} />} title={<Trans>Adds a small service and one sshd setting</Trans>}>
          <Paths paths={files.filter(({ isKept }) => !isKept)} />
        </Change>
        <Change icon={<IconPencil {...icon} />} title={<Trans>Adds one line to a file, only where it must</Trans>}>
          <Paths paths={files.filter(({ isKept }) => isKept)} />
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

function Paths({ paths }: { paths: readonly { readonly path: string }[] }) {
  return paths.map(({ path }) => (
    <code key={path} className={styles.path}>
      {path}
    </code>
  ))
}
