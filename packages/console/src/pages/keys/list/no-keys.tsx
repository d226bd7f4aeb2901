import { Trans } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconKey, IconPlus, IconSearch } from "@tabler/icons-react"
import { EmptyState } from "../../../ui/empty-state.tsx"
import { ButtonLink } from "../../../ui/links.tsx"
import { GuideLink } from "../../guides/guide-link.tsx"
import { GenerateButton } from "../generate-button.tsx"
import { useHolder } from "../holder.tsx"
import type { KeyFilter } from "./key-filter.ts"

/** What stands in place of the list for somebody without a key. */
export function NoKeys({ onGenerate }: { onGenerate: () => void }) {
  const { importing, isRobot, mayChange } = useHolder()
  return (
    <EmptyState
      icon={<IconKey size={28} stroke={1.75} aria-hidden />}
      title={<Trans>No keys yet.</Trans>}
      actions={
        mayChange ? (
          <>
            <ButtonLink {...importing} leftSection={<IconPlus size={16} stroke={2} />}>
              <Trans>Import keys</Trans>
            </ButtonLink>
            <GenerateButton onClick={onGenerate} />
          </>
        ) : undefined
      }
    >
      {isRobot ? (
        <Trans>This robot opens nothing by SSH until it has one.</Trans>
      ) : (
        <>
          <Trans>Bring the public key you already use, or make a new pair in this browser.</Trans>{" "}
          <GuideLink name="find-a-key">
            <Trans>Do I have a key?</Trans>
          </GuideLink>
        </>
      )}
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
