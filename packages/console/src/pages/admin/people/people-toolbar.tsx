import { useLingui } from "@lingui/react/macro"
import { Button, TextInput } from "@mantine/core"
import { IconSearch } from "@tabler/icons-react"
import { useTypedText } from "../../../forms/use-typed-text.ts"
import list from "../../keys/list/list.module.css"
import type { PeopleFilter } from "./people-filter.ts"
import type { ChangeFilter } from "./use-people-filter.ts"

type Props = { filter: PeopleFilter; change: ChangeFilter; filters: boolean }

/** Search over the accounts and, where there are enough of them, whether people or robots. */
export function PeopleToolbar({ filter, change, filters }: Props) {
  const { t } = useLingui()
  const { q = "", ...others } = filter
  const { typed, type } = useTypedText(q, (text) => change(text === "" ? others : { ...others, q: text }, "replace"))
  const { kind, ...allKinds } = filter
  const kinds = [
    { name: "person", label: t`People` },
    { name: "robot", label: t`Robots` },
  ] as const
  return (
    <div className={list.toolbar}>
      <TextInput
        data-page-search
        type="search"
        size="xs"
        className={list.search}
        leftSection={<IconSearch size={16} stroke={1.75} />}
        placeholder={t`Name, handle or e-mail`}
        aria-label={t`Search people`}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
      />
      {filters ? (
        <div className={list.chips}>
          {kinds.map(({ name, label }) => (
            <Button
              key={name}
              size="xs"
              className={list.chip}
              aria-pressed={kind === name}
              onClick={() => change(kind === name ? allKinds : { ...allKinds, kind: name })}
            >
              {label}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  )
}
