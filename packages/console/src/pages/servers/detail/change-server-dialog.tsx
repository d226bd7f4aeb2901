import { routes, type Server } from "@latchkey/contract"
import { type StalePolicy, stalePolicies } from "@latchkey/core"
import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { NativeSelect } from "@mantine/core"
import { useState } from "react"
import { useApiMutation } from "../../../api.ts"
import { DialogButtons } from "../../../forms/dialog-buttons.tsx"
import { Form } from "../../../forms/form.tsx"
import { staleAfterServerChange } from "../../../servers.ts"
import { Dialog } from "../../../ui/dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { serverWords, useServerFields } from "../server-fields.tsx"

const policyWords: Readonly<Record<StalePolicy, MessageDescriptor>> = {
  auto: msg`Break-glass keys alone where there are some, else all`,
  keep: msg`All keys that it had`,
  "break-glass": msg`Break-glass keys alone`,
  deny: msg`None`,
}

/** Gives a server another name, address or stale policy. */
export function ChangeServerDialog({ server, onClose }: { server: Server; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const update = useApiMutation(routes.updateServer, staleAfterServerChange)
  const before = { name: server.name, address: server.address ?? "" }
  const { typed, errors, check, fields } = useServerFields(before, update.error)
  const [stalePolicy, setStalePolicy] = useState(server.stalePolicy)

  function submit() {
    if (!check()) return
    update.mutate(
      {
        params: { id: server.id },
        body: { name: typed.name, address: typed.address === "" ? null : typed.address, stalePolicy },
      },
      {
        onSuccess({ name }) {
          onClose()
          showDone(t`${name} is changed.`)
        },
      },
    )
  }

  return (
    <Dialog opened onClose={onClose} size={480} title={t`Change ${server.name}`}>
      <Form
        failure={update.error}
        words={serverWords}
        errors={errors}
        onSubmit={submit}
        dialogButtons={<DialogButtons submitLabel={t`Save`} busy={update.isPending} onCancel={onClose} />}
      >
        {fields}
        <NativeSelect
          label={t`Which keys it accepts without an answer from Latchkey for a day`}
          value={stalePolicy}
          data={stalePolicies.map((value) => ({ value, label: i18n._(policyWords[value]) }))}
          onChange={({ currentTarget: { value } }) =>
            setStalePolicy(stalePolicies.find((policy) => policy === value) ?? stalePolicy)
          }
        />
      </Form>
    </Dialog>
  )
}
