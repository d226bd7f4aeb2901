import { type Project, routes } from "@latchkey/contract"
import { parseHandle } from "@latchkey/core"
import { msg } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { TextInput } from "@mantine/core"
import { useNavigate } from "@tanstack/react-router"
import { useState } from "react"
import { useApiMutation } from "../../../api.ts"
import { fieldErrorsOf } from "../../../failure.ts"
import type { OperationWords } from "../../../failure-words.ts"
import { DialogButtons } from "../../../forms/dialog-buttons.tsx"
import { Form } from "../../../forms/form.tsx"
import { paths } from "../../../paths.ts"
import { Dialog } from "../../../ui/dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { isRefused, useHandleWords } from "../../account/account-fields.ts"
import { useNameWords } from "../../keys/changes/name-words.ts"
import { nameProblem } from "../../keys/key-name.ts"
import { projectLimitWords } from "../project-changes.ts"
import { staleAfterRobotChange } from "./use-robot-changes.ts"

const words: OperationWords = {
  ...projectLimitWords,
  conflict: { message: msg`Somebody or something here has this handle already.`, hint: msg`Choose another one.` },
}

/** Makes a robot and goes to its page, where it gets its keys. */
export function CreateRobotDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const nameWords = useNameWords()
  const handleWords = useHandleWords()
  const [handle, setHandle] = useState("")
  const [displayName, setDisplayName] = useState("")
  const [tried, setTried] = useState(false)
  const create = useApiMutation(routes.createRobot, staleAfterRobotChange)
  const problem = nameProblem(displayName)
  const wrongName = problem === "empty" ? t`Say what it does.` : nameWords(problem, displayName)
  const broken = {
    ...(isRefused(parseHandle, handle.trim()) && { handle: handleWords }),
    ...(wrongName !== undefined && { displayName: wrongName }),
  }
  const errors: { readonly handle?: string; readonly displayName?: string } = tried
    ? { ...fieldErrorsOf(create.error, ["handle", "displayName"], words), ...broken }
    : {}

  function submit() {
    setTried(true)
    if (Object.keys(broken).length > 0) return
    create.mutate(
      { params: { id: project.id }, body: { handle: handle.trim(), displayName } },
      {
        onSuccess(robot) {
          onClose()
          showDone(t`${robot.handle} is there. Give it a key or a token.`)
          void navigate({ to: paths.robot, params: { projectId: project.id, robotId: robot.id } })
        },
      },
    )
  }

  return (
    <Dialog opened onClose={onClose} size={480} title={t`New robot in ${project.name}`}>
      <Form
        failure={create.error}
        words={words}
        errors={errors}
        onSubmit={submit}
        dialogButtons={<DialogButtons submitLabel={t`Create robot`} busy={create.isPending} onCancel={onClose} />}
      >
        <TextInput
          data-autofocus
          label={t`Handle`}
          description={t`Its short name, as “ci-runner”. It never changes.`}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={handle}
          error={errors.handle}
          onChange={(event) => setHandle(event.currentTarget.value)}
        />
        <TextInput
          label={t`What it does`}
          description={t`For people, as “Deploys the shop”.`}
          autoComplete="off"
          value={displayName}
          error={errors.displayName}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
        />
      </Form>
    </Dialog>
  )
}
