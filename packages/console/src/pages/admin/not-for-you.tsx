import { Trans } from "@lingui/react/macro"
import { IconLock } from "@tabler/icons-react"
import { paths } from "../../paths.ts"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ButtonLink } from "../../ui/links.tsx"

/** What a page of administrators shows to others. */
export function NotForYou() {
  return (
    <Card>
      <EmptyState
        icon={<IconLock size={28} stroke={1.75} aria-hidden />}
        title={<Trans>Only administrators see this page.</Trans>}
        actions={
          <ButtonLink to={paths.overview}>
            <Trans>Go to Overview</Trans>
          </ButtonLink>
        }
      />
    </Card>
  )
}
