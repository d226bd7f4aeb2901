import { Trans } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { type ReactNode, useState } from "react"
import { useAccount } from "../../../api.ts"
import { Card } from "../../../ui/card.tsx"
import { DisplayNameForm } from "./display-name-form.tsx"
import { EmailDialog } from "./email-dialog.tsx"
import { PasswordDialog } from "./password-dialog.tsx"
import styles from "./profile.module.css"

/** Name, e-mail address and password. */
export function AboutCard() {
  const { displayName, handle, email } = useAccount()
  const [dialog, setDialog] = useState<"email" | "password">()
  const close = () => setDialog(undefined)
  return (
    <Card title={<Trans>About you</Trans>} padded>
      <div className={styles.fields}>
        {/* What is typed goes when the name changes elsewhere: the newer one is shown. */}
        <DisplayNameForm key={displayName} displayName={displayName} />
        <Fact label={<Trans>Handle</Trans>} value={handle} />
        <Fact
          label={<Trans>E-mail</Trans>}
          value={email}
          action={
            <Button size="xs" onClick={() => setDialog("email")}>
              <Trans>Change e-mail</Trans>
            </Button>
          }
        />
        <Fact
          label={<Trans>Password</Trans>}
          value={<Trans>Changing it signs you out everywhere else.</Trans>}
          action={
            <Button size="xs" onClick={() => setDialog("password")}>
              <Trans>Change password</Trans>
            </Button>
          }
        />
      </div>
      {dialog === "email" ? <EmailDialog onClose={close} /> : null}
      {dialog === "password" ? <PasswordDialog onClose={close} /> : null}
    </Card>
  )
}

function Fact({ label, value, action }: { label: ReactNode; value: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.fact}>
      <div>
        <div className={styles.label}>{label}</div>
        <div className={styles.note}>{value}</div>
      </div>
      {action}
    </div>
  )
}
