import type { SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { useWindowEvent } from "@mantine/hooks"
import { useState } from "react"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { Dialog } from "../../../ui/dialog.tsx"
import { type Described, DescribeStep } from "./describe-step.tsx"
import type { MadeKey } from "./key-maker.ts"
import { SaveStep } from "./save-step.tsx"
import { Steps } from "./steps.tsx"
import { useKeyMaker } from "./use-key-maker.ts"
import { UseStep } from "./use-step.tsx"

type Props = { opened: boolean; onAdded?: ((sshKey: SshKey) => void) | undefined; onClose: () => void }

type Stage =
  | { readonly is: "describe" }
  | { readonly is: "save"; readonly described: Described; readonly made: MadeKey }
  | { readonly is: "use"; readonly described: Described; readonly sshKey: SshKey }

/** Makes a key pair in this browser, sees it saved, and sends the public half. */
export function GenerateDialog({ opened, ...rest }: Props) {
  return opened ? <Generating {...rest} /> : null
}

function Generating({ onAdded, onClose }: Omit<Props, "opened">) {
  const { t } = useLingui()
  const [stage, setStage] = useState<Stage>({ is: "describe" })
  const [leaving, setLeaving] = useState(false)
  const maker = useKeyMaker()
  const isUnsaved = stage.is === "save"
  useWindowEvent("beforeunload", (event) => {
    if (isUnsaved) event.preventDefault()
  })
  const numbers = { describe: 0, save: 1, use: 2 } as const

  function leave() {
    if (isUnsaved) setLeaving(true)
    else onClose()
  }

  return (
    <>
      <Dialog opened onClose={leave} size={664} title={t`Generate a key`} closeOnClickOutside={!isUnsaved}>
        <Steps current={numbers[stage.is]} names={[t`Describe`, t`Save the private key`, t`Use it`]} />
        {stage.is === "describe" ? (
          <DescribeStep
            maker={maker}
            onMade={(described, made) => setStage({ is: "save", described, made })}
            onCancel={onClose}
          />
        ) : stage.is === "save" ? (
          <SaveStep
            maker={maker.current()}
            described={stage.described}
            made={stage.made}
            onAdded={(sshKey) => {
              maker.end()
              onAdded?.(sshKey)
              setStage({ is: "use", described: stage.described, sshKey })
            }}
            onDiscard={() => setLeaving(true)}
          />
        ) : (
          <UseStep described={stage.described} sshKey={stage.sshKey} onDone={onClose} />
        )}
      </Dialog>
      <ConfirmDialog
        opened={leaving}
        title={t`Leave without the private key?`}
        confirmLabel={t`Discard key`}
        cancelLabel={t`Stay`}
        onConfirm={onClose}
        onClose={() => setLeaving(false)}
      >
        <p>
          <Trans>The public half has not been added yet, so nothing breaks. The pair will be gone.</Trans>
        </p>
      </ConfirmDialog>
    </>
  )
}
