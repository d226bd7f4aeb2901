import type { OwnershipResult } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import { Dialog } from "../../../ui/dialog.tsx"
import { Proven } from "./proven.tsx"
import { useProofByLogin } from "./use-proof-by-login.ts"
import { VerifyForm } from "./verify-form.tsx"
import type { VerifySubject } from "./verify-subject.ts"

type Props = { opened: boolean; subject: VerifySubject; onClose: () => void }

/** Asks for a proof that the private half is here, and says what came of it. */
export function VerifyDialog({ opened, subject, onClose }: Props) {
  const { t } = useLingui()
  return (
    <Dialog opened={opened} onClose={onClose} size={664} title={t`Verify that “${subject.name}” is yours`}>
      <VerifySteps subject={subject} onClose={onClose} />
    </Dialog>
  )
}

function VerifySteps({ subject, onClose }: Omit<Props, "opened">) {
  const [result, setResult] = useState<OwnershipResult>()
  const byLogin = useProofByLogin(subject.fingerprint)
  const outcome = result ?? byLogin
  if (outcome !== undefined) return <Proven result={outcome} name={subject.name} onClose={onClose} />
  return <VerifyForm subject={subject} onProven={setResult} onClose={onClose} />
}
