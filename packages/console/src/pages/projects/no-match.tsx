import { Trans } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconSearch } from "@tabler/icons-react"
import { EmptyState } from "../../ui/empty-state.tsx"

/** What stands in place of rows when a search leaves none. */
export function NoMatch({ query, onClear }: { query: string; onClear: () => void }) {
  return (
    <EmptyState
      icon={<IconSearch size={28} stroke={1.75} aria-hidden />}
      title={<Trans>Nothing matches “{query}”.</Trans>}
      actions={
        <Button onClick={onClear}>
          <Trans>Clear filters</Trans>
        </Button>
      }
    />
  )
}
