import { routes, type Server } from "@latchkey/contract"
import { msg } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { TextInput } from "@mantine/core"
import { useDebouncedValue } from "@mantine/hooks"
import { useState } from "react"
import { useApiMutation } from "../../../api.ts"
import type { OperationWords } from "../../../failure-words.ts"
import { DialogButtons } from "../../../forms/dialog-buttons.tsx"
import { Form } from "../../../forms/form.tsx"
import { staleAfterServerChange } from "../../../servers.ts"
import { Dialog } from "../../../ui/dialog.tsx"
import { SubjectField } from "./subject-field.tsx"
import { type SubjectChoice, useSubjects } from "./use-subjects.ts"

/** Milliseconds without a keystroke until what was typed is looked for. */
const waitForTyping = 200

const words: OperationWords = {
  conflict: {
    message: msg`One of these opens this login user already.`,
    hint: msg`Those before it were added. Leave it out, then try again.`,
  },
}

/** Chooses whose keys open a login user of a server. */
export function AddAccessDialog({ server, onClose }: { server: Server; onClose: () => void }) {
  const { t } = useLingui()
  const [search, setSearch] = useState("")
  const [searched] = useDebouncedValue(search.trim(), waitForTyping)
  const subjects = useSubjects(server.projectId, searched)
  const [ticked, setTicked] = useState<ReadonlyMap<string, SubjectChoice>>()
  const [loginUser, setLoginUser] = useState(server.loginUsers.includes("root") ? "root" : (server.loginUsers[0] ?? ""))
  const [from, setFrom] = useState("")
  const [tried, setTried] = useState(false)
  const add = useApiMutation(routes.addAccess, staleAfterServerChange)
  const [busy, setBusy] = useState(false)
  const chosen = ticked ?? subjects.preselected
  const errors = {
    ...(tried && loginUser.trim() === "" && { loginUser: t`Say whom it signs in as.` }),
    ...(tried && chosen.size === 0 && { subjects: t`Tick at least one.` }),
  }

  function toggle(choice: SubjectChoice) {
    const next = new Map(chosen)
    if (!next.delete(choice.id)) next.set(choice.id, choice)
    setTicked(next)
  }

  async function submit() {
    setTried(true)
    if (loginUser.trim() === "" || chosen.size === 0) return
    setBusy(true)
    const options = from.trim() === "" ? {} : { options: { from: from.trim() } }
    try {
      for (const { id, subject } of chosen.values()) {
        await add.mutateAsync({
          params: { id: server.id },
          body: { loginUser: loginUser.trim(), subject, ...options },
        })
        setTicked((left = chosen) => new Map([...left].filter(([other]) => other !== id)))
      }
      onClose()
    } catch {
      // The form says what `add` failed with; what was added is ticked no more.
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog opened onClose={onClose} size={520} title={t`Add keys to ${server.name}`}>
      <Form
        failure={add.error}
        words={words}
        errors={errors}
        onSubmit={() => void submit()}
        dialogButtons={<DialogButtons submitLabel={t`Add keys`} busy={busy} onCancel={onClose} />}
      >
        <SubjectField
          subjects={subjects}
          chosen={chosen}
          onToggle={toggle}
          search={search}
          onSearch={setSearch}
          error={errors.subjects}
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
          value={loginUser}
          error={errors.loginUser}
          onChange={(event) => setLoginUser(event.currentTarget.value)}
        />
        <TextInput
          label={t`Only from (optional)`}
          description={t`Addresses, blocks or host patterns, with commas between.`}
          placeholder="203.0.113.0/24"
          autoComplete="off"
          spellCheck={false}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
      </Form>
    </Dialog>
  )
}
