import { routes } from "@latchkey/contract"
import { keyHealths } from "@latchkey/core"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, Menu, TextInput } from "@mantine/core"
import { IconSearch } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { apiQuery } from "../../../api.ts"
import { healthWords } from "../health-words.ts"
import { countWords } from "./count-words.ts"
import { ExportMenu } from "./export-menu.tsx"
import { FilterMenu } from "./filter-menu.tsx"
import { families, familiesOf, type KeyFilter, type UseFilter } from "./key-filter.ts"
import styles from "./list.module.css"
import { OwnerFilter } from "./owner-filter.tsx"
import type { ChangeFilter } from "./use-key-filter.ts"
import { useListScope } from "./use-list-scope.ts"
import { useTypedSearch } from "./use-typed-search.ts"

type Props = { filter: KeyFilter; change: ChangeFilter }

/** Search and filters over the list, and what can be done with all of it. The search is there before the keys are. */
export function Toolbar({ filter, change, sortable, onSelect }: Props & { sortable: boolean; onSelect: () => void }) {
  return (
    <div className={styles.toolbar}>
      <SearchField filter={filter} change={change} />
      {sortable ? (
        <div className={styles.chips}>
          <AttentionChip filter={filter} change={change} />
          <OwnerFilter filter={filter} change={change} />
          <HealthFilterMenu filter={filter} change={change} />
          <TypeFilter filter={filter} change={change} />
          <UseFilterMenu filter={filter} change={change} />
        </div>
      ) : null}
      <div className={styles.tools}>
        <Button size="xs" variant="quiet" className={styles.onPhone} onClick={onSelect}>
          <Trans>Select</Trans>
        </Button>
        <ExportMenu />
      </div>
    </div>
  )
}

function SearchField({ filter, change }: Props) {
  const { t } = useLingui()
  const { typed, type } = useTypedSearch(filter, change)
  return (
    <TextInput
      data-page-search
      type="search"
      size="xs"
      className={styles.search}
      leftSection={<IconSearch size={16} stroke={1.75} />}
      placeholder={t`Name, comment or fingerprint`}
      aria-label={t`Search keys`}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  )
}

function AttentionChip({ filter, change }: Props) {
  const { i18n } = useLingui()
  const scope = useListScope(filter)
  const { attention, ...others } = filter
  const { data } = useQuery(apiQuery(routes.listKeys, { query: { ...scope, attention: "true", limit: 1 } }))
  return (
    <Button
      size="xs"
      className={styles.chip}
      aria-pressed={attention === true}
      onClick={() => change(attention === true ? others : { ...filter, attention: true })}
    >
      <Trans>Needs attention</Trans>
      {data === undefined ? null : <span className={styles.count}>{countWords(i18n, data.total)}</span>}
    </Button>
  )
}

function TypeFilter({ filter, change }: Props) {
  const chosen = familiesOf(filter)
  function toggle(family: (typeof families)[number]) {
    const { type: _, ...others } = filter
    const next = families.filter((name) => (name === family) !== chosen.includes(name))
    change(next.length === 0 ? others : { ...others, type: next.join(",") })
  }
  return (
    <FilterMenu
      active={chosen.length > 0}
      label={chosen.length === 0 ? <Trans>Type</Trans> : <Trans>Type: {chosen.join(", ")}</Trans>}
    >
      {families.map((family) => (
        <Menu.CheckboxItem key={family} checked={chosen.includes(family)} onChange={() => toggle(family)}>
          {family}
        </Menu.CheckboxItem>
      ))}
    </FilterMenu>
  )
}

function HealthFilterMenu({ filter, change }: Props) {
  const { i18n } = useLingui()
  const { health, ...others } = filter
  const chosen = health === undefined ? undefined : i18n._(healthWords[health])
  return (
    <FilterMenu
      active={chosen !== undefined}
      label={chosen === undefined ? <Trans>Health</Trans> : <Trans>Health: {chosen}</Trans>}
    >
      {keyHealths.map((name) => (
        <Menu.CheckboxItem
          key={name}
          checked={name === health}
          onChange={() => change(name === health ? others : { ...others, health: name })}
        >
          {i18n._(healthWords[name])}
        </Menu.CheckboxItem>
      ))}
    </FilterMenu>
  )
}

function UseFilterMenu({ filter, change }: Props) {
  const { t } = useLingui()
  const { used, ...others } = filter
  const choices: readonly { use: UseFilter; label: string }[] = [
    { use: "last-7-days", label: t`Last 7 days` },
    { use: "older-than-90-days", label: t`Older than 90 days` },
    { use: "never", label: t`Never` },
  ]
  const chosen = choices.find(({ use }) => use === used)
  return (
    <FilterMenu
      active={chosen !== undefined}
      label={chosen === undefined ? <Trans>Last used</Trans> : <Trans>Last used: {chosen.label}</Trans>}
    >
      {choices.map(({ use, label }) => (
        <Menu.CheckboxItem
          key={use}
          checked={use === used}
          onChange={() => change(use === used ? others : { ...others, used: use })}
        >
          {label}
        </Menu.CheckboxItem>
      ))}
    </FilterMenu>
  )
}
