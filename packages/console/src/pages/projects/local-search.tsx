import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { TextInput } from "@mantine/core"
import { IconSearch } from "@tabler/icons-react"
import { useEffect, useState } from "react"
import { announce } from "../../ui/announce.ts"
import styles from "./projects.module.css"

/** Below this many rows there is nothing to search. */
const enoughToSearch = 5

/** How long after the last keystroke the number of rows is said, in milliseconds. */
const saidAfter = 300

/** A search through a list that is loaded whole; `textOf` is what of a row is searched. */
export function useLocalSearch<Item>(items: readonly Item[], textOf: (item: Item) => string, label: string) {
  const { t } = useLingui()
  const [typed, type] = useState("")
  const sought = typed.trim().toLocaleLowerCase()
  const found = sought === "" ? items : items.filter((item) => textOf(item).toLocaleLowerCase().includes(sought))
  const count = found.length
  useEffect(() => {
    if (sought === "") return
    const timer = setTimeout(
      () => announce(t`${plural(count, { one: "# row shown", other: "# rows shown" })}.`),
      saidAfter,
    )
    return () => clearTimeout(timer)
  }, [count, sought, t])
  const field =
    items.length < enoughToSearch && typed === "" ? null : (
      <TextInput
        data-page-search
        type="search"
        size="xs"
        className={styles.search}
        leftSection={<IconSearch size={16} stroke={1.75} />}
        placeholder={label}
        aria-label={label}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
      />
    )
  return { found, field, query: typed.trim(), clear: () => type("") }
}
