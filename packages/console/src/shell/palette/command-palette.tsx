import "@mantine/spotlight/styles.layer.css"
import { useLingui } from "@lingui/react/macro"
import { useDebouncedValue } from "@mantine/hooks"
import { createSpotlight, Spotlight } from "@mantine/spotlight"
import { IconSearch } from "@tabler/icons-react"
import { useEffect, useState } from "react"
import styles from "./command-palette.module.css"
import { useCommands } from "./use-commands.tsx"
import { useFound } from "./use-found.tsx"

const waitForTyping = 200

const [store, spotlight] = createSpotlight()

/** The palette behind Ctrl K: keys, robots, projects, pages and actions. Opens at each new `request`. */
export default function CommandPalette({ request }: { request: number }) {
  const { t } = useLingui()
  const [query, setQuery] = useState("")
  const [searched] = useDebouncedValue(query.trim(), waitForTyping)
  const found = useFound(searched)
  const commands = useCommands(query.trim())
  // biome-ignore lint/correctness/useExhaustiveDependencies: each request opens it once more
  useEffect(() => spotlight.open(), [request])
  useEffect(() => {
    // Spotlight chooses the first line while one types; what the daemon finds comes after that.
    const list = document.getElementById(store.getState().listId)
    if (query === "" || list === null || list.querySelector("[data-selected]") !== null) return
    list.querySelector("[data-action]")?.setAttribute("data-selected", "true")
    store.updateState((state) => ({ ...state, selected: 0 }))
  })

  return (
    <Spotlight
      store={store}
      // All is matched already; keys by the daemon, by more than their names.
      filter={(_, groups) => groups}
      actions={[...found, ...commands].filter(({ actions }) => actions.length > 0)}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      title={t`Search keys, projects, commands`}
      centered={false}
      overlayProps={{ blur: 0 }}
      scrollable
      maxHeight={440}
      nothingFound={t`Nothing matches “${query}”.`}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.75} />,
        placeholder: t`Search keys, projects, commands`,
        "aria-label": t`Search keys, projects, commands`,
      }}
      classNames={{
        action: styles.action,
        search: styles.search,
        actionsGroup: styles.group,
        content: styles.palette,
        header: styles.name,
      }}
    />
  )
}
