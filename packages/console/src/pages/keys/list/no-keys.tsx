import { Trans } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconKey, IconPlus, IconSearch } from "@tabler/icons-react"
import { paths } from "../../../paths.ts"
import { EmptyState } from "../../../ui/empty-state.tsx"
import { ButtonLink } from "../../../ui/links.tsx"
import type { KeyFilter } from "./key-filter.ts"

/** What stands in place of the list for somebody without a key. */
export function NoKeys() {
  return (
    <EmptyState
      icon={<IconKey size={28} stroke={1.75} aria-hidden />}
      title={<Trans>No keys yet.</Trans>}
      actions={
        <ButtonLink to={paths.keyImport} leftSection={<IconPlus size={16} stroke={2} />}>
          <Trans>Import keys</Trans>
        </ButtonLink>
      }
    >
      <Trans>Bring the public key you already use.</Trans>
    </EmptyState>
  )
}

/** What stands in place of the list when the filter leaves nothing. */
export function NoMatch({ filter: { q }, onClear }: { filter: KeyFilter; onClear: () => void }) {
  return (
    <EmptyState
      icon={<IconSearch size={28} stroke={1.75} aria-hidden />}
      title={q === undefined ? <Trans>No key matches these filters.</Trans> : <Trans>Nothing matches “{q}”.</Trans>}
      actions={
        <Button onClick={onClear}>
          <Trans>Clear filters</Trans>
        </Button>
      }
    />
  )
}
