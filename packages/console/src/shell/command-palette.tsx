import "@mantine/spotlight/styles.layer.css"
import { useLingui } from "@lingui/react/macro"
import { useDebouncedValue } from "@mantine/hooks"
import { Spotlight, type SpotlightActionGroupData, spotlight } from "@mantine/spotlight"
import {
  IconCode,
  IconKey,
  IconLayoutDashboard,
  IconListDetails,
  IconLogout,
  IconPlus,
  IconSearch,
  IconShieldCog,
  IconUser,
  IconUsers,
} from "@tabler/icons-react"
import { useNavigate } from "@tanstack/react-router"
import { useEffect, useState } from "react"
import { useIsAdmin, useKeySearch, useSignOut } from "../api.ts"
import { paths } from "../paths.ts"
import { shortFingerprint } from "../ui/fingerprint.tsx"
import styles from "./command-palette.module.css"

const keysShown = 7
const waitForTyping = 200

/** The palette behind Ctrl K: pages, actions, and keys by name, comment or fingerprint. Opens at each new `request`. */
export default function CommandPalette({ request }: { request: number }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const isAdmin = useIsAdmin()
  const [query, setQuery] = useState("")
  const [searched] = useDebouncedValue(query.trim(), waitForTyping)
  const { data: keys = [] } = useKeySearch(searched, keysShown)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each request opens it once more
  useEffect(() => spotlight.open(), [request])

  const pages: SpotlightActionGroupData = {
    group: t`Pages`,
    actions: [
      {
        id: "overview",
        label: t`Overview`,
        leftSection: <IconLayoutDashboard size={18} />,
        onClick: () => navigate({ to: paths.overview }),
      },
      { id: "keys", label: t`Keys`, leftSection: <IconKey size={18} />, onClick: () => navigate({ to: paths.keys }) },
      {
        id: "activity",
        label: t`Activity`,
        leftSection: <IconListDetails size={18} />,
        onClick: () => navigate({ to: paths.activity }),
      },
      {
        id: "profile",
        label: t`Profile`,
        leftSection: <IconUser size={18} />,
        onClick: () => navigate({ to: paths.profile }),
      },
      {
        id: "tokens",
        label: t`API tokens`,
        leftSection: <IconCode size={18} />,
        onClick: () => navigate({ to: paths.tokens }),
      },
      ...(isAdmin
        ? [
            {
              id: "people",
              label: t`People`,
              leftSection: <IconUsers size={18} />,
              onClick: () => navigate({ to: paths.people }),
            },
            {
              id: "key-policy",
              label: t`Key policy`,
              leftSection: <IconShieldCog size={18} />,
              onClick: () => navigate({ to: paths.keyPolicy }),
            },
          ]
        : []),
    ],
  }
  const actions: SpotlightActionGroupData = {
    group: t`Actions`,
    actions: [
      {
        id: "import",
        label: t`Import keys`,
        leftSection: <IconPlus size={18} />,
        onClick: () => navigate({ to: paths.keyImport }),
      },
      { id: "sign-out", label: t`Sign out`, leftSection: <IconLogout size={18} />, onClick: () => signOut.mutate() },
    ],
  }
  const matches = (text: string | undefined) => text?.toLowerCase().includes(query.trim().toLowerCase()) === true
  const commands = [pages, actions]
    .map((group) => ({ ...group, actions: group.actions.filter(({ label }) => matches(label)) }))
    .filter((group) => group.actions.length > 0)
  const found = keys.map((key) => ({
    id: key.id,
    label: key.name,
    description: `${shortFingerprint(key.fingerprint)}  ${key.comment}`,
    leftSection: <IconKey size={18} />,
    onClick: () => navigate({ to: paths.key, params: { keyId: key.id } }),
  }))
  const keyGroup = found.length > 0 ? [{ group: t`Keys`, actions: found }] : []

  return (
    <Spotlight
      // The daemon has matched the keys already, by more than their names.
      filter={(_, groups) => groups}
      actions={[...keyGroup, ...commands]}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      title={t`Search keys, commands`}
      centered={false}
      overlayProps={{ blur: 0 }}
      scrollable
      maxHeight={440}
      nothingFound={t`Nothing matches “${query}”.`}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.75} />,
        placeholder: t`Search keys, commands`,
        "aria-label": t`Search keys, commands`,
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
