import { Trans, useLingui } from "@lingui/react/macro"
import { AppShell, Drawer } from "@mantine/core"
import { useDisclosure, useMediaQuery } from "@mantine/hooks"
import { Outlet, useNavigate } from "@tanstack/react-router"
import { lazy, Suspense, useMemo, useState } from "react"
import { paths } from "../paths.ts"
import { Header } from "./header.tsx"
import { Nav } from "./nav.tsx"
import { OfflineBar } from "./offline-bar.tsx"
import styles from "./shell.module.css"
import { useShortcuts } from "./shortcuts.ts"
import { ShortcutsDialog } from "./shortcuts-dialog.tsx"

const CommandPalette = lazy(() => import("./command-palette.tsx"))

/** Puts the focus into the page's own search field, where it has one; else the palette is the search. */
function focusPageSearch(orElse: () => void): void {
  const field = document.querySelector<HTMLInputElement>("[data-page-search]")
  if (field === null) orElse()
  else field.focus()
}

/** Everything around a page for somebody who is signed in. */
export function AppFrame() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const compact = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false })
  const [drawerOpen, drawer] = useDisclosure(false)
  const [shortcutsOpen, shortcutList] = useDisclosure(false)
  const [searches, setSearches] = useState(0)

  const shortcuts = useMemo(() => {
    const search = () => setSearches((count) => count + 1)
    return {
      search,
      single: {
        "/": () => focusPageSearch(search),
        "?": shortcutList.open,
        i: () => navigate({ to: paths.keyImport }),
      },
      afterG: { o: () => navigate({ to: paths.overview }), k: () => navigate({ to: paths.keys }) },
    }
  }, [navigate, shortcutList.open])
  useShortcuts(shortcuts)

  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 208, breakpoint: "48em", collapsed: { mobile: true } }}
      transitionDuration={0}
    >
      <a className={styles.skip} href="#main">
        <Trans>Skip to content</Trans>
      </a>
      <Header
        compact={compact}
        onNavigation={drawer.open}
        onSearch={shortcuts.search}
        onShortcuts={shortcutList.open}
      />
      <AppShell.Navbar className={styles.navbar}>{compact ? null : <Nav />}</AppShell.Navbar>
      <Drawer
        opened={drawerOpen}
        onClose={drawer.close}
        size={280}
        title="Latchkey"
        closeButtonProps={{ "aria-label": t`Close` }}
      >
        <Nav onMove={drawer.close} />
      </Drawer>
      <AppShell.Main id="main" tabIndex={-1} className={styles.main}>
        <OfflineBar />
        <div className={styles.page}>
          <Outlet />
        </div>
      </AppShell.Main>
      <ShortcutsDialog opened={shortcutsOpen} onClose={shortcutList.close} />
      {searches === 0 ? null : (
        <Suspense>
          <CommandPalette request={searches} />
        </Suspense>
      )}
    </AppShell>
  )
}
