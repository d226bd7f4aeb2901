import { routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, TextInput } from "@mantine/core"
import { useState } from "react"
import { useApiMutation } from "../../../api.ts"
import { fieldErrorsOf } from "../../../failure.ts"
import { Form } from "../../../forms/form.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { useDisplayNameWords } from "../account-fields.ts"
import styles from "./profile.module.css"

/** How one is called everywhere; saved with its own button. */
export function DisplayNameForm({ displayName }: { displayName: string }) {
  const { t } = useLingui()
  const [typed, setTyped] = useState(displayName)
  const [tried, setTried] = useState(false)
  const update = useApiMutation(routes.updateAccount, ["account", "accounts", "audit"])
  const wrong = useDisplayNameWords()(typed)
  const errors: { readonly displayName?: string } = tried
    ? { ...fieldErrorsOf(update.error, ["displayName"]), ...(wrong !== undefined && { displayName: wrong }) }
    : {}

  function submit() {
    setTried(true)
    if (wrong !== undefined) return
    const name = typed.trim()
    // The form is gone by then: the new name draws it anew. What failed is in `update.error`.
    void update.mutateAsync({ body: { displayName: name } }).then(
      () => showDone(t`You are called ${name} now.`),
      () => {},
    )
  }

  return (
    <Form failure={update.error} errors={errors} onSubmit={submit}>
      <div className={styles.line}>
        <TextInput
          label={t`Name`}
          autoComplete="name"
          value={typed}
          error={errors.displayName}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="filled"
          loading={update.isPending}
          aria-disabled={typed.trim() === displayName || undefined}
        >
          <Trans>Save name</Trans>
        </Button>
      </div>
    </Form>
  )
}
