import { type Project, routes } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { TextInput } from "@mantine/core"
import { useState } from "react"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { DialogButtons } from "../../../forms/dialog-buttons.tsx"
import { Form } from "../../../forms/form.tsx"
import { Dialog } from "../../../ui/dialog.tsx"
import { showFailure, showUndo } from "../../../ui/toasts.tsx"
import { useNameWords } from "../../keys/changes/name-words.ts"
import { nameProblem } from "../../keys/key-name.ts"
import { staleAfterProjectChange } from "../project-changes.ts"

/** Gives a project another name, for everybody in it. */
export function RenameProjectDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useLingui()
  const nameWords = useNameWords()
  const [name, setName] = useState(project.name)
  const [tried, setTried] = useState(false)
  const rename = useApiMutation(routes.renameProject, staleAfterProjectChange)
  const problem = nameProblem(name)
  const wrongName = tried ? nameWords(problem, name) : undefined
  const params = { id: project.id }

  function submit() {
    setTried(true)
    if (problem !== undefined) return
    if (name.trim() === project.name) return onClose()
    rename.mutate(
      { params, body: { name } },
      {
        onSuccess(renamed) {
          onClose()
          showUndo(t`Renamed “${project.name}” to “${renamed.name}”.`, () =>
            rename
              .mutateAsync({ params, body: { name: project.name } })
              .catch((failure) => showFailure(describeFailure(failure).message)),
          )
        },
      },
    )
  }

  return (
    <Dialog opened onClose={onClose} size={440} title={t`Rename “${project.name}”`}>
      <Form
        failure={rename.error}
        errors={wrongName === undefined ? {} : { name: wrongName }}
        onSubmit={submit}
        dialogButtons={<DialogButtons submitLabel={t`Rename`} busy={rename.isPending} onCancel={onClose} />}
      >
        <TextInput
          data-autofocus
          label={t`Name`}
          autoComplete="off"
          value={name}
          error={wrongName}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </Form>
    </Dialog>
  )
}
