import type { Offboarding } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import type { ReactNode } from "react"
import { languageNames } from "../../../i18n.ts"
import { Card } from "../../../ui/card.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import styles from "./people.module.css"

/** What an account is, in a few lines. */
export function AccountFacts({ facts: { account, keys } }: { facts: Offboarding }) {
  const { i18n } = useLingui()
  return (
    <Card>
      <dl className={styles.facts}>
        <Fact label={<Trans>Handle</Trans>}>{account.handle}</Fact>
        {account.kind === "person" ? (
          <>
            <Fact label={<Trans>E-mail</Trans>}>{account.email}</Fact>
            <Fact label={<Trans>Language</Trans>}>
              <span lang={account.language}>{languageNames[account.language]}</span>
            </Fact>
            <Fact label={<Trans>Published keys</Trans>}>
              {account.publishesKeys ? `${location.host}/${account.handle}.keys` : <Trans>No</Trans>}
            </Fact>
          </>
        ) : null}
        <Fact label={<Trans>Here since</Trans>}>
          <Timestamp at={account.createdAt} form="date" />
        </Fact>
        <Fact label={<Trans>Key quota</Trans>}>
          <Trans>
            {i18n.number(keys.total)} of {i18n.number(account.keyQuota)}
          </Trans>
        </Fact>
      </dl>
    </Card>
  )
}

function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
