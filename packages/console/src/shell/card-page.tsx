import { Trans, useLingui } from "@lingui/react/macro"
import { Button, Menu } from "@mantine/core"
import { IconChevronDown, IconLanguage, IconMoon } from "@tabler/icons-react"
import type { CSSProperties, ReactNode } from "react"
import { languageNames, spokenLanguages } from "../i18n.ts"
import { usePageTitle } from "../ui/page-title.ts"
import styles from "./card-page.module.css"
import { LanguageItems } from "./language-menu.tsx"
import { Mark } from "./mark.tsx"
import { ThemeItems, useTheme } from "./theme-menu.tsx"

type Props = {
  title: string
  description?: ReactNode
  /** In pixels. */
  width: number
  aside?: ReactNode
  children: ReactNode
}

/** A page of one narrow card, for people who are not signed in yet. */
export function CardPage({ title, description, width, aside, children }: Props) {
  const heading = usePageTitle(title)
  const size: CSSProperties & Record<"--card-width", string> = { "--card-width": `${width}px` }
  return (
    <main className={styles.page} style={size}>
      <div className={styles.card}>
        <div className={styles.brand}>
          <Mark size={26} />
          Latchkey
        </div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p className={styles.description}>{description}</p>
        {children}
      </div>
      {aside === undefined ? null : <aside className={styles.aside}>{aside}</aside>}
      <Preferences />
    </main>
  )
}

function Preferences() {
  const { i18n } = useLingui()
  const { chosen, names } = useTheme()
  const language = spokenLanguages.find((known) => known === i18n.locale) ?? "en"
  const theme = names[chosen].toLocaleLowerCase(language)
  const arrow = <IconChevronDown size={14} stroke={2} aria-hidden />
  return (
    <footer className={styles.footer}>
      <Menu position="top">
        <Menu.Target>
          <Button variant="quiet" size="xs" leftSection={<IconLanguage size={16} stroke={1.75} />} rightSection={arrow}>
            {languageNames[language]}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <LanguageItems />
        </Menu.Dropdown>
      </Menu>
      <Menu position="top">
        <Menu.Target>
          <Button variant="quiet" size="xs" leftSection={<IconMoon size={16} stroke={1.75} />} rightSection={arrow}>
            <Trans>Theme: {theme}</Trans>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <ThemeItems />
        </Menu.Dropdown>
      </Menu>
    </footer>
  )
}
