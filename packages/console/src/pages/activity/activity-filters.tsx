import { actionNames } from "@latchkey/core"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, NativeSelect, TextInput } from "@mantine/core"
import { useDisclosure } from "@mantine/hooks"
import { IconFilter, IconX } from "@tabler/icons-react"
import { useId } from "react"
import { actionWords } from "../overview/event-words.tsx"
import styles from "./activity.module.css"
import { type ActivityFilter, isFiltered, readActivityFilter, type TypedField } from "./activity-filter.ts"
import type { ChangeFilter } from "./use-activity-filter.ts"
import { useTypedField } from "./use-typed-field.ts"

type Props = { filter: ActivityFilter; change: ChangeFilter }

/** Every filter of the list; on phones behind a button. */
export function ActivityFilters({ filter, change }: Props) {
  const { t } = useLingui()
  const id = useId()
  const [open, { toggle }] = useDisclosure(isFiltered(filter))
  return (
    <div className={styles.filters}>
      <Button
        size="xs"
        className={styles.onPhone}
        aria-expanded={open}
        aria-controls={id}
        leftSection={<IconFilter size={16} stroke={1.75} />}
        onClick={toggle}
      >
        <Trans>Filters</Trans>
      </Button>
      <div id={id} className={styles.fields} data-open={open}>
        <TypedFilter name="person" label={t`Person`} placeholder={t`Handle`} filter={filter} change={change} />
        <ActionFilter filter={filter} change={change} />
        <TypedFilter
          name="target"
          label={t`What it is about`}
          placeholder={t`Name or id`}
          filter={filter}
          change={change}
        />
        <TypedFilter name="key" label={t`SSH key`} placeholder={t`Fingerprint or id`} filter={filter} change={change} />
        <DayFilter name="from" label={t`From`} filter={filter} change={change} />
        <DayFilter name="to" label={t`Until`} filter={filter} change={change} />
        <ResultFilter filter={filter} change={change} />
        {isFiltered(filter) ? (
          <Button
            size="xs"
            variant="quiet"
            className={styles.clear}
            leftSection={<IconX size={16} stroke={1.75} />}
            onClick={() => change({})}
          >
            <Trans>Clear filters</Trans>
          </Button>
        ) : null}
      </div>
    </div>
  )
}

function TypedFilter({
  name,
  label,
  placeholder,
  filter,
  change,
}: Props & { name: TypedField; label: string; placeholder: string }) {
  const { typed, type } = useTypedField(name, filter, change)
  return (
    <TextInput
      size="xs"
      type="search"
      label={label}
      placeholder={placeholder}
      value={typed}
      data-page-search={name === "person" ? true : undefined}
      onChange={(event) => type(event.currentTarget.value)}
    />
  )
}

function DayFilter({ name, label, filter, change }: Props & { name: "from" | "to"; label: string }) {
  const { [name]: day, ...others } = filter
  return (
    <TextInput
      size="xs"
      type="date"
      label={label}
      value={day ?? ""}
      min={name === "to" ? filter.from : undefined}
      max={name === "from" ? filter.to : undefined}
      onChange={(event) => {
        const chosen = event.currentTarget.value
        change(chosen === "" ? others : { ...others, [name]: chosen }, "replace")
      }}
    />
  )
}

function ActionFilter({ filter, change }: Props) {
  const { t, i18n } = useLingui()
  const groups = [
    { group: t`Keys`, nouns: ["key", "key-policy", "gateway", "private-key"] },
    { group: t`Signing in`, nouns: ["login", "login-session", "token", "request"] },
    { group: t`Accounts`, nouns: ["account", "link", "robot"] },
    { group: t`Projects`, nouns: ["project"] },
    { group: t`Servers`, nouns: ["server", "access"] },
    { group: t`Installation`, nouns: ["installation", "audit"] },
  ]
  const { action = "", ...others } = filter
  const data = [
    { value: "", label: t`Anything` },
    ...groups.map(({ group, nouns }) => ({
      group,
      items: actionNames
        .filter((name) => nouns.some((noun) => name.startsWith(`${noun}.`)))
        .map((name) => ({ value: name, label: actionWords(i18n, name) })),
    })),
  ]
  return (
    <NativeSelect
      size="xs"
      label={t`Action`}
      value={action}
      data={data}
      onChange={(event) => change({ ...others, ...readActivityFilter({ action: event.currentTarget.value }) })}
    />
  )
}

function ResultFilter({ filter, change }: Props) {
  const { t } = useLingui()
  const { result = "", ...others } = filter
  const data = [
    { value: "", label: t`Any` },
    { value: "done", label: t`Done` },
    { value: "refused", label: t`Refused` },
  ]
  return (
    <NativeSelect
      size="xs"
      label={t`Result`}
      value={result}
      data={data}
      onChange={(event) => change({ ...others, ...readActivityFilter({ result: event.currentTarget.value }) })}
    />
  )
}
