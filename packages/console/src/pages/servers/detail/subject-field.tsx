import { Trans, useLingui } from "@lingui/react/macro"
import { Checkbox, Text, TextInput } from "@mantine/core"
import { IconSearch } from "@tabler/icons-react"
import type { ReactNode } from "react"
import { describeFailure } from "../../../failure.ts"
import styles from "../servers.module.css"
import type { SubjectChoice, Subjects } from "./use-subjects.ts"

type Props = {
  subjects: Subjects
  chosen: ReadonlyMap<string, SubjectChoice>
  onToggle: (choice: SubjectChoice) => void
  search: string
  onSearch: (text: string) => void
  error: ReactNode
}

/** Chooses among the keys of a project's members and robots, one by one or all of somebody's. */
export function SubjectField({ subjects, chosen, onToggle, search, onSearch, error }: Props) {
  const { t } = useLingui()
  const { choices, hasMore, failure } = subjects
  const offered = new Set(choices.map(({ id }) => id))
  // What is ticked stays in sight, whatever is searched for then.
  const shown = [...[...chosen.values()].filter(({ id }) => !offered.has(id)), ...choices]
  return (
    <Checkbox.Group label={t`Who can sign in?`} error={error} value={[...chosen.keys()]}>
      {hasMore || search !== "" ? (
        <TextInput
          type="search"
          size="xs"
          mb={8}
          leftSection={<IconSearch size={16} stroke={1.75} />}
          placeholder={t`Search keys`}
          aria-label={t`Search keys`}
          autoComplete="off"
          spellCheck={false}
          value={search}
          onChange={(event) => onSearch(event.currentTarget.value)}
        />
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls and must be reachable */}
      <div className={styles.choices} tabIndex={0}>
        {shown.map((choice) => (
          <Checkbox
            key={choice.id}
            value={choice.id}
            label={choice.label}
            description={choice.description}
            onChange={() => onToggle(choice)}
          />
        ))}
      </div>
      {hasMore ? (
        <Text size="sm" c="dimmed">
          <Trans>There are more keys than these. Search for the one you mean.</Trans>
        </Text>
      ) : null}
      {failure === null ? null : (
        <Text size="sm" c="var(--lk-bad)" role="alert">
          <Trans>The keys of others could not be loaded.</Trans> {describeFailure(failure).message}
        </Text>
      )}
    </Checkbox.Group>
  )
}
