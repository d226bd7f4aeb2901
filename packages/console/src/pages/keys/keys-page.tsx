import { Trans, useLingui } from "@lingui/react/macro"
import { IconPlus } from "@tabler/icons-react"
import { lazy, Suspense } from "react"
import { paths } from "../../paths.ts"
import { ButtonLink } from "../../ui/links.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { ExpiryNotice } from "./expiry-notice.tsx"
import { KeyList } from "./list/key-list.tsx"
import styles from "./list/list.module.css"

// Below one's own keys, and of no use to those who are in no project with robots.
const MachineKeys = lazy(() => import("../projects/machine-keys.tsx"))

/** Every key of the account, and the machine keys of the chosen project. */
export default function KeysPage() {
  const { t } = useLingui()
  return (
    <>
      <PageHeader
        title={t`Keys`}
        description={<Trans>Your keys and this project’s machine keys, and what state each one is in.</Trans>}
        actions={
          <ButtonLink to={paths.keyImport} variant="filled" leftSection={<IconPlus size={16} stroke={2} />}>
            <Trans>Import keys</Trans>
          </ButtonLink>
        }
      />
      <ExpiryNotice className={styles.notice} />
      <KeyList />
      <Suspense>
        <MachineKeys />
      </Suspense>
    </>
  )
}
