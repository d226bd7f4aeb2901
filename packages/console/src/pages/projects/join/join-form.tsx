import { type LinkPurpose, routes } from "@latchkey/contract"
import { msg } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, Stack, Text } from "@mantine/core"
import { useNavigate } from "@tanstack/react-router"
import { useApiMutation } from "../../../api.ts"
import type { OperationWords } from "../../../failure-words.ts"
import { Form } from "../../../forms/form.tsx"
import { paths } from "../../../paths.ts"
import { showDone } from "../../../ui/toasts.tsx"
import { isDead } from "../../account/link-gate.tsx"
import { staleAfterProjectChange } from "../project-changes.ts"
import { roleWords } from "../role-words.ts"
import { keepSecret } from "./kept-secret.ts"

const words: OperationWords = {
  conflict: { message: msg`You are in this project already.`, hint: msg`Leave the link to somebody else.` },
  quota_exceeded: {
    message: msg`The project is full, or you are in as many as you may be.`,
    hint: msg`Ask its owners, or leave a project.`,
  },
}

type Props = {
  purpose: Extract<LinkPurpose, { kind: "project_invitation" }>
  secret: string
  /** Who is signed in; undefined for nobody. */
  handle: string | undefined
  /** The link has been used or taken back meanwhile. */
  onDead: () => void
}

/** Joins a project, or leads to the sign-in and back. */
export function JoinForm({ purpose, secret, handle, onDead }: Props) {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const join = useApiMutation(routes.joinProject, staleAfterProjectChange)
  const role = roleWords[purpose.role]
  const until = i18n.date(new Date(purpose.expiresAt), { dateStyle: "long", timeStyle: "short" })

  function submit() {
    if (handle === undefined) {
      keepSecret(secret)
      void navigate({ to: paths.signIn, search: { from: paths.joinProject } })
      return
    }
    join.mutate(
      { body: { secret } },
      {
        onSuccess(project) {
          keepSecret("")
          showDone(t`You are in ${project.name} now.`)
          void navigate({ to: paths.project, params: { projectId: project.id }, replace: true })
        },
        onError(failure) {
          if (isDead(failure)) onDead()
        },
      },
    )
  }

  return (
    <Form failure={join.error} words={words} onSubmit={submit}>
      <Stack gap={4}>
        <Text fw={500}>{i18n._(role.name)}</Text>
        <Text size="sm" c="dimmed">
          {i18n._(role.may)} <Trans>The invitation works until {until}.</Trans>
        </Text>
      </Stack>
      <Button type="submit" variant="filled" size="lg" fullWidth loading={join.isPending}>
        {handle === undefined ? <Trans>Sign in to join</Trans> : <Trans>Join as {handle}</Trans>}
      </Button>
      <Text size="sm" c="dimmed">
        {handle === undefined ? (
          <Trans>
            You come back here afterwards. Without an account, ask an administrator for an invitation first.
          </Trans>
        ) : (
          <Trans>Your own keys stay yours alone: nobody in the project sees or uses them.</Trans>
        )}
      </Text>
    </Form>
  )
}
