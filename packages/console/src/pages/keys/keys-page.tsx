import { useLingui } from "@lingui/react/macro"
import { PageHeader } from "../../ui/page-header.tsx"

export default function KeysPage() {
  const { t } = useLingui()
  return <PageHeader title={t`Keys`} />
}
