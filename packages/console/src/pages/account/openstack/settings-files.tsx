import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconDownload } from "@tabler/icons-react"
import { announce } from "../../../ui/announce.ts"
import { CopyButton } from "../../../ui/copy-button.tsx"
import { downloadText } from "../../keys/download.ts"
import type { CloudSettings } from "./cloud-settings.ts"
import { cloudsYaml } from "./clouds-yaml.ts"
import { openrc } from "./openrc.ts"
import styles from "./openstack.module.css"

/** The same settings as files for different tools, to download or to copy. */
export function SettingsFiles({ settings, onKept }: { settings: CloudSettings; onKept?: () => void }) {
  const { t } = useLingui()
  const files = [
    { name: "clouds.yaml", text: cloudsYaml(settings), use: <Trans>Command line, SDK, Ansible, Terraform</Trans> },
    { name: "openrc.sh", text: openrc(settings), use: <Trans>For one shell</Trans> },
  ]
  return (
    <ul className={styles.files}>
      {files.map(({ name, text, use }) => (
        <li key={name}>
          <span className={styles.file}>
            <code>{name}</code>
            <span className={styles.use}>{use}</span>
          </span>
          <Button
            size="xs"
            leftSection={<IconDownload size={16} stroke={1.75} />}
            aria-label={t`Download ${name}`}
            onClick={() => {
              downloadText(name, text)
              announce(t`${name} downloaded`)
              onKept?.()
            }}
          >
            <Trans>Download</Trans>
          </Button>
          <CopyButton
            value={text}
            label={t`Copy ${name}`}
            announcement={t`${name} copied`}
            {...(onKept !== undefined && { onCopied: onKept })}
          />
        </li>
      ))}
    </ul>
  )
}
