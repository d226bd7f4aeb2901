import { type Account, routes } from "@latchkey/contract"
import { largestKeyQuota } from "@latchkey/core"
import { useLingui } from "@lingui/react/macro"
import { TextInput } from "@mantine/core"
import { useState } from "react"
import { useApiMutation } from "../../../api.ts"
import { DialogButtons } from "../../../forms/dialog-buttons.tsx"
import { Form } from "../../../forms/form.tsx"
import { Dialog } from "../../../ui/dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { conflictWords, staleAfterChange } from "./use-account-changes.ts"

/** How many SSH keys an account may hold. */
export function QuotaDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const { id, handle, revision } = account
  const [typed, setTyped] = useState(String(account.keyQuota))
  const [tried, setTried] = useState(false)
  const manage = useApiMutation(routes.manageAccount, staleAfterChange)
  const keyQuota = /^\d{1,7}$/.test(typed.trim()) ? Number(typed) : Number.NaN
  const isWrong = !(keyQuota <= largestKeyQuota)
  const most = i18n.number(largestKeyQuota)
  const errors: { readonly keyQuota?: string } =
    tried && isWrong ? { keyQuota: t`Type a whole number from 0 to ${most}.` } : {}

  function submit() {
    setTried(true)
    if (isWrong) return
    manage.mutate(
      { params: { id }, body: { keyQuota, revision } },
      {
        onSuccess() {
          showDone(t`${handle} may hold ${i18n.number(keyQuota)} keys.`)
          onClose()
        },
      },
    )
  }

  return (
    <Dialog opened onClose={onClose} size={440} title={t`Key quota of ${handle}`}>
      <Form
        failure={manage.error}
        words={conflictWords}
        errors={errors}
        onSubmit={submit}
        dialogButtons={<DialogButtons submitLabel={t`Save quota`} busy={manage.isPending} onCancel={onClose} />}
      >
        <TextInput
          data-autofocus
          label={t`SSH keys, at most`}
          description={t`Keys that are there already stay, whatever the quota is.`}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          error={errors.keyQuota}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </Form>
    </Dialog>
  )
}
