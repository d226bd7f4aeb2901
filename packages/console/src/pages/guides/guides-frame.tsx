import { Trans } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { Link, Outlet } from "@tanstack/react-router"
import { accountQuery } from "../../api.ts"
import { paths } from "../../paths.ts"
import { AppFrame } from "../../shell/app-frame.tsx"
import { Mark } from "../../shell/mark.tsx"
import { ButtonLink } from "../../ui/links.tsx"
import styles from "./guides.module.css"

/** Around the guides: as around every page for whoever is signed in, and a way to sign in for others. */
export function GuidesFrame() {
  const { data } = useQuery({ ...accountQuery, enabled: false })
  if (data !== undefined) return <AppFrame />
  return (
    <>
      <header className={styles.header}>
        <Link to={paths.signIn} className={styles.brand}>
          <Mark />
          Latchkey
        </Link>
        <ButtonLink to={paths.signIn}>
          <Trans>Sign in</Trans>
        </ButtonLink>
      </header>
      <main className={styles.main}>
        <Outlet />
      </main>
    </>
  )
}
