import { Trans, useLingui } from "@lingui/react/macro"
import { PageHeader } from "../../ui/page-header.tsx"
import { AboutCard } from "./profile/about-card.tsx"
import { DefaultKeysCard } from "./profile/default-keys-card.tsx"
import { LoginSessionsCard } from "./profile/login-sessions-card.tsx"
import { PreferencesCard } from "./profile/preferences-card.tsx"
import styles from "./profile/profile.module.css"
import { PublishCard } from "./profile/publish-card.tsx"

/** One's own account: who one is, how the console looks and speaks, and where one is signed in. */
export default function ProfilePage() {
  const { t } = useLingui()
  return (
    <>
      <PageHeader
        title={t`Profile`}
        description={<Trans>Who you are here, and how Latchkey looks and speaks to you.</Trans>}
      />
      <div className={styles.page}>
        <AboutCard />
        <PreferencesCard />
        <PublishCard />
        <DefaultKeysCard />
        <LoginSessionsCard />
      </div>
    </>
  )
}
