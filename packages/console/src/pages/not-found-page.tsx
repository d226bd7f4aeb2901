import { Trans, useLingui } from "@lingui/react/macro"
import { IconMapOff } from "@tabler/icons-react"
import { paths } from "../paths.ts"
import { EmptyState } from "../ui/empty-state.tsx"
import { ButtonLink } from "../ui/links.tsx"
import { PageHeader } from "../ui/page-header.tsx"

/** What stands at an address that the console does not have. */
export function NotFoundPage() {
  const { t } = useLingui()
  return (
    <>
      <PageHeader title={t`Page not found`} />
      <EmptyState
        icon={<IconMapOff size={28} stroke={1.75} aria-hidden />}
        title={<Trans>There is no such page.</Trans>}
        actions={
          <ButtonLink to={paths.overview} variant="filled">
            <Trans>Go to Overview</Trans>
          </ButtonLink>
        }
      >
        <Trans>The address may be mistyped, or what was here may have been deleted.</Trans>
      </EmptyState>
    </>
  )
}
