import { Trans, useLingui } from "@lingui/react/macro"
import { useState } from "react"
import { HostFingerprintNote } from "../../gateway/host-fingerprint-note.tsx"
import { CardPage } from "../../shell/card-page.tsx"
import { JoinForm } from "./join-form.tsx"
import { DeadLink, LinkGate } from "./link-gate.tsx"

/** Where an invitation leads: whoever has it makes the account that it is for. */
export default function JoinPage() {
  const { t } = useLingui()
  const [spent, setSpent] = useState<string>()
  return (
    <LinkGate kind="invitation" title={t`Join Latchkey`}>
      {({ handle, from }, secret) =>
        spent === secret ? (
          <DeadLink />
        ) : (
          <CardPage
            title={t`Join Latchkey`}
            description={
              <Trans>
                {from} invites you to have an account here. Your handle is <strong>{handle}</strong>.
              </Trans>
            }
            width={480}
            aside={<HostFingerprintNote />}
          >
            <JoinForm key={secret} handle={handle} secret={secret} onDead={() => setSpent(secret)} />
          </CardPage>
        )
      }
    </LinkGate>
  )
}
