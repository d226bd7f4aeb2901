import { routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { TextInput } from "@mantine/core"
import { useNavigate } from "@tanstack/react-router"
import { useState } from "react"
import { useApiMutation } from "../../api.ts"
import { DialogButtons } from "../../forms/dialog-buttons.tsx"
import { Form } from "../../forms/form.tsx"
import { paths } from "../../paths.ts"
import { Dialog } from "../../ui/dialog.tsx"
import { showDone } from "../../ui/toasts.tsx"
import { useNameWords } from "../keys/changes/name-words.ts"
import { nameProblem } from "../keys/key-name.ts"
import { projectLimitWords, staleAfterProjectChange } from "./project-changes.ts"

/** Makes a project and goes there. */
export default function CreateProjectDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Dialog opened={opened} onClose={onClose} size={440} title={t`New project`}>
      <CreateProjectForm onDone={onClose} />
    </Dialog>
  )
}

function CreateProjectForm({ onDone }: { onDone: () => void }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const nameWords = useNameWords()
  const [name, setName] = useState("")
  const [tried, setTried] = useState(false)
  const create = useApiMutation(routes.createProject, staleAfterProjectChange)
  const problem = nameProblem(name)
  const wrongName = problem === "empty" ? t`Say what the project is called.` : nameWords(problem, name)
  const errors = tried && wrongName !== undefined ? { name: wrongName } : {}

  function submit() {
    setTried(true)
    if (problem !== undefined) return
    create.mutate(
      { body: { name } },
      {
        onSuccess(project) {
          onDone()
          showDone(t`${project.name} is there. You own it.`)
          void navigate({ to: paths.project, params: { projectId: project.id } })
        },
      },
    )
  }

  return (
    <Form
      failure={create.error}
      words={projectLimitWords}
      errors={errors}
      onSubmit={submit}
      dialogButtons={<DialogButtons submitLabel={t`Create project`} busy={create.isPending} onCancel={onDone} />}
    >
      <p>
        <Trans>A project holds machine keys, and people who look after them together.</Trans>
      </p>
      <TextInput
        data-autofocus
        label={t`Name`}
        autoComplete="off"
        value={name}
        error={wrongName === undefined || !tried ? undefined : wrongName}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </Form>
  )
}
