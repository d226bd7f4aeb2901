import type { NewToken } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { type ReactNode, useId } from "react"
import { scopeWords } from "../token-scopes.ts"
import { openstackTokenScopes, tokenSettings } from "./cloud-settings.ts"
import styles from "./openstack.module.css"
import { SettingsFiles } from "./settings-files.tsx"
import { WithPublicUrl } from "./with-public-url.tsx"

/** Files with a token that was just made; what they hold is a secret, as the token is. */
export default function TokenFiles({ created, onKept }: { created: NewToken; onKept: () => void }): ReactNode {
  const { i18n } = useLingui()
  const id = useId()
  const missing = openstackTokenScopes
    .filter((scope) => !created.token.scopes.includes(scope))
    .map((scope) => i18n._(scopeWords[scope]))
    .join(", ")
  return (
    <section aria-labelledby={id} className={styles.section}>
      <h3 id={id}>
        <Trans>For OpenStack tools</Trans>
      </h3>
      <p>
        <Trans>The files hold this token: keep them as you keep the token.</Trans>{" "}
        {missing === "" ? null : <Trans>It lacks a scope that managing key pairs takes: {missing}.</Trans>}
      </p>
      <WithPublicUrl>
        {(publicUrl) => <SettingsFiles settings={tokenSettings(publicUrl, created)} onKept={onKept} />}
      </WithPublicUrl>
    </section>
  )
}
