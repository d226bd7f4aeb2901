import { Trans, useLingui } from "@lingui/react/macro"
import { IconPlus } from "@tabler/icons-react"
import { useNavigate, useSearch } from "@tanstack/react-router"
import { useRef } from "react"
import { useChosenProject } from "../../chosen-project.ts"
import { paths } from "../../paths.ts"
import { ButtonLink } from "../../ui/links.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { ExpiryNotice } from "./expiry-notice.tsx"
import { useGenerateDialog } from "./generate/use-generate-dialog.tsx"
import { GenerateButton } from "./generate-button.tsx"
import { MachineKeysToo } from "./holder.tsx"
import { KeyList } from "./list/key-list.tsx"
import styles from "./list/list.module.css"
import { Claims } from "./ownership/claims.tsx"
import { Certificates } from "./x509/certificates.tsx"

/** Every key of the account, and the machine keys of the chosen project. */
export default function KeysPage() {
  const { t } = useLingui()
  const { chosen, isPending } = useChosenProject()
  // Another project's list starts afresh; the first one's search is typed into before the project is known.
  const first = useRef<string>(undefined)
  first.current ??= chosen?.id
  const navigate = useNavigate()
  const { generate, ...filter } = useSearch({ from: "/signed-in/keys" })
  const forget = () => void (generate === 1 && navigate({ to: paths.keys, search: filter, replace: true }))
  const generating = useGenerateDialog({ startsOpen: generate === 1, onClose: forget })
  return (
    <>
      <PageHeader
        title={t`Keys`}
        description={<Trans>Your keys and this project’s machine keys, and what state each one is in.</Trans>}
        actions={
          <>
            <GenerateButton onClick={generating.open} />
            <ButtonLink to={paths.keyImport} variant="filled" leftSection={<IconPlus size={16} stroke={2} />}>
              <Trans>Import keys</Trans>
            </ButtonLink>
          </>
        }
      />
      <Claims />
      <ExpiryNotice className={styles.notice} />
      <MachineKeysToo project={chosen}>
        <KeyList key={chosen?.id === first.current ? "first" : chosen?.id} waits={isPending} />
      </MachineKeysToo>
      <Certificates />
      {generating.dialog}
    </>
  )
}
