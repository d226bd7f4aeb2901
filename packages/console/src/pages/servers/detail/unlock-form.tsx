import type { routes, Server } from "@latchkey/contract"
import { msg } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { NativeSelect, TextInput } from "@mantine/core"
import { useDebouncedValue } from "@mantine/hooks"
import { useState } from "react"
import type { ApiMutation } from "../../../api.ts"
import type { OperationWords } from "../../../failure-words.ts"
import { DialogButtons } from "../../../forms/dialog-buttons.tsx"
import { Form } from "../../../forms/form.tsx"
import { useSubjects } from "./use-subjects.ts"

const words: OperationWords = {
  conflict: { message: msg`This server is not connected any more.`, hint: msg`Connect it again, then try again.` },
}

/** Milliseconds without a keystroke until what was typed is looked for. */
const waitForTyping = 200

type Props = { server: Server; offer: ApiMutation<typeof routes.offerUnlock>; onCancel: () => void }

/** Which key is to open which login user. */
export function UnlockForm({ server, offer, onCancel }: Props) {
  const { t } = useLingui()
  const [search, setSearch] = useState("")
  const [searched] = useDebouncedValue(search.trim(), waitForTyping)
  const { choices, preselected, hasMore } = useSubjects(server.projectId, searched)
  const keys = choices.flatMap(({ label, subject }) =>
    subject.kind === "key" ? [{ value: subject.keyId, label }] : [],
  )
  const [picked, setPicked] = useState<string>()
  const [typedUser, setTypedUser] = useState(
    server.loginUsers.includes("root") ? "root" : (server.loginUsers[0] ?? "root"),
  )
  const [tried, setTried] = useState(false)
  const isOffered = (id: string | undefined) => keys.some(({ value }) => value === id)
  const keyId = [picked, ...preselected.keys()].find(isOffered) ?? keys[0]?.value
  const loginUser = typedUser.trim()
  const errors = {
    ...(tried && loginUser === "" && { loginUser: t`Say whom it signs in as.` }),
    ...(tried && keyId === undefined && { keyId: t`There is no such key. Add one first.` }),
  }

  function submit() {
    setTried(true)
    if (loginUser === "" || keyId === undefined) return
    offer.mutate({ params: { id: server.id }, body: { loginUser, keyId } })
  }

  return (
    <Form
      failure={offer.error}
      words={words}
      errors={errors}
      onSubmit={submit}
      dialogButtons={<DialogButtons submitLabel={t`Show the letters`} busy={offer.isPending} onCancel={onCancel} />}
    >
      <p>
        <Trans>
          For a server whose console you can reach, but that no key of yours opens: you get letters to type there, and
          the key below is let in.
        </Trans>
      </p>
      {hasMore || search !== "" ? (
        <TextInput
          type="search"
          label={t`Search keys`}
          autoComplete="off"
          spellCheck={false}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      ) : null}
      <NativeSelect
        data-autofocus
        label={t`Key to let in`}
        value={keyId ?? ""}
        error={errors.keyId}
        data={keys}
        onChange={(event) => setPicked(event.currentTarget.value)}
      />
      <TextInput
        label={t`Signs in as`}
        description={
          server.loginUsers.length === 0 ? undefined : (
            <Trans>Login users there: {server.loginUsers.slice(0, 12).join(", ")}</Trans>
          )
        }
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={typedUser}
        error={errors.loginUser}
        onChange={(event) => setTypedUser(event.currentTarget.value)}
      />
    </Form>
  )
}
