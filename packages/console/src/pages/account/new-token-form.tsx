import type { routes } from "@latchkey/contract"
import { type TokenScope, tokenScopes } from "@latchkey/core"
import { msg } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { Checkbox, NativeSelect, TextInput } from "@mantine/core"
import { useState } from "react"
import type { ApiMutation } from "../../api.ts"
import { fieldErrorsOf } from "../../failure.ts"
import { DialogButtons } from "../../forms/dialog-buttons.tsx"
import { Form } from "../../forms/form.tsx"
import { useNameWords } from "../keys/changes/name-words.ts"
import { nameProblem } from "../keys/key-name.ts"
import { scopeWords } from "./token-scopes.ts"

const day = 86_400_000

/** Whose token it is: a robot's, or one's own without it. */
export type TokenHolder = { readonly account?: string }

type Props = {
  holder: TokenHolder
  /** Ticked at first. */
  wanted: readonly TokenScope[]
  create: ApiMutation<typeof routes.createToken>
  onCancel: () => void
}

/** Name, scopes and expiry of a token to be made. */
export function NewTokenForm({ holder, wanted, create, onCancel }: Props) {
  const { t, i18n } = useLingui()
  const [name, setName] = useState("")
  const [scopes, setScopes] = useState(wanted)
  const [days, setDays] = useState("90")
  const [tried, setTried] = useState(false)
  const nameWords = useNameWords()
  const wrong = nameProblem(name)
  const wrongName = wrong === "empty" ? t`Say what the token is for.` : nameWords(wrong, name)
  const missing = {
    ...(wrongName !== undefined && { name: wrongName }),
    ...(scopes.length === 0 && { scopes: t`Tick at least one scope.` }),
  }
  const sentName = create.variables?.body.name ?? ""
  const words = {
    conflict: {
      message: msg`You have an API token named “${sentName}” already.`,
      hint: msg`Choose another name, or delete that one.`,
    },
  }
  const errors: { readonly name?: string; readonly scopes?: string } = tried
    ? { ...fieldErrorsOf(create.error, ["name", "scopes"], words), ...missing }
    : {}

  function submit() {
    setTried(true)
    if (Object.keys(missing).length > 0) return
    const expiresAt = days === "" ? {} : { expiresAt: new Date(Date.now() + Number(days) * day).toISOString() }
    create.mutate({ body: { ...holder, name: name.trim(), scopes: [...scopes], ...expiresAt } })
  }

  function toggle(scope: TokenScope, on: boolean) {
    setScopes(tokenScopes.filter((each) => (each === scope ? on : scopes.includes(each))))
  }

  return (
    <Form
      failure={create.error}
      words={words}
      errors={errors}
      onSubmit={submit}
      dialogButtons={<DialogButtons submitLabel={t`Create token`} busy={create.isPending} onCancel={onCancel} />}
    >
      <TextInput
        data-autofocus
        label={t`Name`}
        autoComplete="off"
        value={name}
        error={errors.name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group label={t`Scopes`} value={[...scopes]} error={errors.scopes}>
        {tokenScopes.map((scope) => (
          <Checkbox
            key={scope}
            mt={8}
            value={scope}
            label={i18n._(scopeWords[scope])}
            onChange={(event) => toggle(scope, event.currentTarget.checked)}
          />
        ))}
      </Checkbox.Group>
      <NativeSelect
        label={t`Expires`}
        value={days}
        onChange={(event) => setDays(event.currentTarget.value)}
        data={[
          { value: "30", label: t`In 30 days` },
          { value: "90", label: t`In 90 days` },
          { value: "365", label: t`In a year` },
          { value: "", label: t`Never, until it is revoked` },
        ]}
      />
    </Form>
  )
}
