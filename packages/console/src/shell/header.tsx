import { Trans, useLingui } from "@lingui/react/macro"
import { ActionIcon, UnstyledButton } from "@mantine/core"
import { IconMenu2, IconSearch } from "@tabler/icons-react"
import { Link } from "@tanstack/react-router"
import { paths } from "../paths.ts"
import { AccountMenu } from "./account-menu.tsx"
import { Mark } from "./mark.tsx"
import { ProjectSwitcher } from "./project-switcher.tsx"
import styles from "./shell.module.css"

type Props = { compact: boolean; onNavigation: () => void; onSearch: () => void; onShortcuts: () => void }

/** The bar above every page; `compact` is its form on phones. */
export function Header({ compact, onNavigation, onSearch, onShortcuts }: Props) {
  const { t } = useLingui()
  return (
    <header className={styles.header}>
      {compact ? (
        <ActionIcon aria-label={t`Open navigation`} onClick={onNavigation}>
          <IconMenu2 size={18} stroke={1.75} />
        </ActionIcon>
      ) : null}
      <Link to={paths.overview} className={styles.brand} aria-label={t`Latchkey, go to Overview`}>
        <Mark />
        {compact ? null : "Latchkey"}
      </Link>
      <ProjectSwitcher compact={compact} />
      {compact ? (
        <ActionIcon ml="auto" aria-label={t`Search`} onClick={onSearch}>
          <IconSearch size={18} stroke={1.75} />
        </ActionIcon>
      ) : (
        <UnstyledButton className={styles.search} onClick={onSearch}>
          <IconSearch size={16} stroke={1.75} aria-hidden />
          <Trans>Search keys, projects, commands</Trans>
          <kbd className={styles.key}>
            <Trans>Ctrl K</Trans>
          </kbd>
        </UnstyledButton>
      )}
      <AccountMenu compact={compact} onShortcuts={onShortcuts} />
    </header>
  )
}
