import { routes, type Server } from "@latchkey/contract"
import { msg } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { TextInput } from "@mantine/core"
import { useState } from "react"
import { useApiMutation } from "../../../api.ts"
import { fieldErrorsOf } from "../../../failure.ts"
import type { OperationWords } from "../../../failure-words.ts"
import { DialogButtons } from "../../../forms/dialog-buttons.tsx"
import { Form } from "../../../forms/form.tsx"
import { staleAfterServerChange } from "../../../servers.ts"
import { Dialog } from "../../../ui/dialog.tsx"
import { useKeysChoice } from "./use-keys-choice.tsx"

const words: OperationWords = {
  conflict: {
    message: msg`One of these opens this login user already.`,
    hint: msg`Those before it were added. Leave it out, then try again.`,
  },
}

const optionWords: OperationWords = {
  invalid: {
    message: msg`Write addresses, blocks or host patterns, with commas between.`,
    hint: msg`An example is 203.0.113.0/24.`,
  },
}

type Props = {
  server: Server
  /** The login user that is in use on this server; undefined when none is. */
  usualUser: string | undefined
  onClose: () => void
}

/** Chooses whose keys open a login user of a server. */
export function AddAccessDialog({ server, usualUser, onClose }: Props) {
  const { t } = useLingui()
  const { chosen, loginUser, check, untick, ...choice } = useKeysChoice({
    projectId: server.projectId,
    loginUser: usualUser ?? (server.loginUsers.includes("root") ? "root" : (server.loginUsers[0] ?? "")),
    about:
      server.loginUsers.length === 0 ? undefined : (
        <Trans>Login users there: {server.loginUsers.slice(0, 12).join(", ")}</Trans>
      ),
    required: true,
  })
  const [from, setFrom] = useState("")
  const add = useApiMutation(routes.addAccess, staleAfterServerChange)
  const refused = fieldErrorsOf(add.error, ["options"], optionWords)
  const [busy, setBusy] = useState(false)

  async function submit() {
    if (!check()) return
    setBusy(true)
    const options = from.trim() === "" ? {} : { options: { from: from.trim() } }
    try {
      for (const { id, subject } of chosen.values()) {
        await add.mutateAsync({ params: { id: server.id }, body: { loginUser, subject, ...options } })
        untick(id)
      }
      onClose()
    } catch {
      // The form says what `add` failed with; what was added is ticked no more.
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <Dialog opened onClose={onClose} size={520} title={t`Add keys to ${server.name}`}>
        <Form
          failure={add.error}
          words={words}
          errors={{ ...choice.errors, ...refused }}
          onSubmit={() => void submit()}
          dialogButtons={<DialogButtons submitLabel={t`Add keys`} busy={busy} onCancel={onClose} />}
        >
          {choice.fields}
          <TextInput
            label={t`Only from (optional)`}
            description={t`Addresses, blocks or host patterns, with commas between.`}
            placeholder="203.0.113.0/24"
            autoComplete="off"
            spellCheck={false}
            value={from}
            error={refused.options}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
        </Form>
      </Dialog>
      {choice.dialogs}
    </>
  )
}
