import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useAccount } from "../../../api.ts"
import { projectsQuery, useChosenProject } from "../../../chosen-project.ts"
import { Card } from "../../../ui/card.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import { GuideLink } from "../../guides/guide-link.tsx"
import { passwordSettings } from "./cloud-settings.ts"
import styles from "./openstack.module.css"
import { SettingsFiles } from "./settings-files.tsx"
import { WithPublicUrl } from "./with-public-url.tsx"

/** How OpenStack's tools sign in here: with the password, or with a token that is made for them. */
export default function OpenstackCard({ onCreate }: { onCreate: () => void }) {
  return (
    <Card title={<Trans>For OpenStack tools</Trans>} className={styles.card} padded>
      <div className={styles.section}>
        <p>
          <Trans>
            The <code>openstack</code> command, Ansible and Terraform manage your keys here as they do in a cloud.{" "}
            <GuideLink name="openstack">How it works</GuideLink>
          </Trans>
        </p>
        <h3>
          <Trans>With a token</Trans>
        </h3>
        <p>
          <Trans>
            Give it the scopes Read keys and Manage keys. When it is made, the files with it can be downloaded.
          </Trans>
        </p>
        <div>
          <Button size="xs" onClick={onCreate}>
            <Trans>Create a token for OpenStack</Trans>
          </Button>
        </div>
        <h3>
          <Trans>With your password</Trans>
        </h3>
        <p>
          <Trans>
            The files do not hold it. The <code>openstack</code> command and openrc.sh ask for it; for other tools,
            clouds.yaml says where to write it.
          </Trans>
        </p>
        <PasswordFiles />
      </div>
    </Card>
  )
}

function PasswordFiles() {
  const { t } = useLingui()
  const { handle } = useAccount()
  const { chosen, projects } = useChosenProject()
  const { error, refetch } = useQuery(projectsQuery)
  if (chosen !== undefined && projects !== undefined) {
    return (
      <WithPublicUrl>
        {(publicUrl) => <SettingsFiles settings={passwordSettings(publicUrl, handle, chosen, projects)} />}
      </WithPublicUrl>
    )
  }
  if (error === null) return <SkeletonRows rows={2} height={44} />
  return <ErrorState title={t`Your projects could not be loaded.`} error={error} onRetry={refetch} />
}
