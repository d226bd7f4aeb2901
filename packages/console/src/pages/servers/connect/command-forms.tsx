import type { Enrolment } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Tabs } from "@mantine/core"
import type { ReactNode } from "react"
import { CommandBox } from "../../../ui/command-box.tsx"
import { CopyButton } from "../../../ui/copy-button.tsx"
import detail from "../../keys/detail/detail.module.css"
import styles from "../servers.module.css"

const scriptFile = "latchkey-connect.sh"

/** The ways to run what connects a server: at once, at its first boot, or after it was read there. */
export function CommandForms({ enrolment: { command, url } }: { enrolment: Enrolment }) {
  const { t } = useLingui()
  const userData = `#cloud-config\nruncmd:\n  - [sh, -c, "curl -fsS ${url} | sh"]\n`
  return (
    <Tabs defaultValue="command" variant="none" classNames={{ list: detail.formats, tab: detail.format }}>
      <Tabs.List aria-label={t`How it runs`}>
        <Tabs.Tab value="command">
          <Trans>One command</Trans>
        </Tabs.Tab>
        <Tabs.Tab value="cloud-init">cloud-init</Tabs.Tab>
        <Tabs.Tab value="by-hand">
          <Trans>By hand</Trans>
        </Tabs.Tab>
      </Tabs.List>
      <Way value="command">
        <CommandBox command={command} />
      </Way>
      <Way value="cloud-init">
        <p className={styles.hint}>
          <Trans>Put this into the user data of a new server. It runs at the first boot.</Trans>
        </p>
        <div className={styles.userData}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on phones and must be reachable */}
          <pre tabIndex={0}>{userData}</pre>
          <CopyButton value={userData} label={t`Copy the user data`} announcement={t`User data copied`} />
        </div>
      </Way>
      <Way value="by-hand">
        <p className={styles.hint}>
          <Trans>Fetch the script, read it, then run it as root:</Trans>
        </p>
        <CommandBox command={`curl -fsS -o ${scriptFile} ${url}`} />
        <CommandBox command={`less ${scriptFile}`} />
        <CommandBox command={`sudo sh ${scriptFile}`} />
      </Way>
    </Tabs>
  )
}

function Way({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Tabs.Panel value={value}>
      <div className={styles.way}>{children}</div>
    </Tabs.Panel>
  )
}
