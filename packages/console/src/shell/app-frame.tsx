import { Trans } from "@lingui/react/macro"
import { useDisclosure, useMediaQuery } from "@mantine/hooks"
import { Outlet, useNavigate } from "@tanstack/react-router"
import { lazy, Suspense, useMemo, useState } from "react"
import { useChosenProject } from "../chosen-project.ts"
import { paths } from "../paths.ts"
import { Header } from "./header.tsx"
import { Nav } from "./nav.tsx"
import { OfflineBar } from "./offline-bar.tsx"
import styles from "./shell.module.css"
import { useShortcuts } from "./shortcuts.ts"
import { useAccountSettings } from "./use-account-settings.ts"
import { useSameAccount } from "./use-same-account.ts"

const NavDrawer = lazy(() => import("./nav-drawer.tsx"))
const ShortcutsDialog = lazy(() => import("./shortcuts-dialog.tsx"))
const CommandPalette = lazy(() => import("./palette/command-palette.tsx"))

/** Puts the focus into the page's own search field, where it has one; else the palette is the search. */
function focusPageSearch(orElse: () => void): void {
  const field = document.querySelector<HTMLInputElement>("[data-page-search]")
  if (field === null) orElse()
  else field.focus()
}

/** Everything around a page for somebody who is signed in. */
export function AppFrame() {
  const navigate = useNavigate()
  const compact = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false })
  const [drawerOpen, drawer] = useDisclosure(false)
  const [shortcutsOpen, shortcutList] = useDisclosure(false)
  const [searches, setSearches] = useState(0)
  const projectId = useChosenProject().chosen?.id

  const shortcuts = useMemo(() => {
    const search = () => setSearches((count) => count + 1)
    return {
      search,
      single: {
        "/": () => focusPageSearch(search),
        "?": shortcutList.open,
        i: () => navigate({ to: paths.keyImport }),
        n: () => navigate({ to: paths.keys, search: { generate: 1 } }),
      },
      afterG: {
        o: () => navigate({ to: paths.overview }),
        k: () => navigate({ to: paths.keys }),
        y: () => navigate({ to: paths.activity }),
        ...(projectId !== undefined && {
          s: () => navigate({ to: paths.servers, params: { projectId } }),
          m: () => navigate({ to: paths.robots, params: { projectId } }),
          p: () => navigate({ to: paths.project, params: { projectId } }),
        }),
      },
    }
  }, [navigate, projectId, shortcutList.open])
  useShortcuts(shortcuts)
  useSameAccount()
  useAccountSettings()

  return (
    <>
      <a className={styles.skip} href="#main">
        <Trans>Skip to content</Trans>
      </a>
      <Header
        compact={compact}
        onNavigation={drawer.open}
        onSearch={shortcuts.search}
        onShortcuts={shortcutList.open}
      />
      {compact ? (
        <Suspense>
          <NavDrawer opened={drawerOpen} onClose={drawer.close} />
        </Suspense>
      ) : null}
      <div className={styles.below}>
        {compact ? null : (
          <div className={styles.navbar}>
            <Nav />
          </div>
        )}
        <main id="main" tabIndex={-1} className={styles.main}>
          <OfflineBar />
          <div className={styles.page}>
            <Outlet />
          </div>
        </main>
      </div>
      {shortcutsOpen ? (
        <Suspense>
          <ShortcutsDialog opened onClose={shortcutList.close} />
        </Suspense>
      ) : null}
      {searches === 0 ? null : (
        <Suspense>
          <CommandPalette request={searches} />
        </Suspense>
      )}
    </>
  )
}
