import { type Project, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconServerOff } from "@tabler/icons-react"
import { useNavigate, useParams } from "@tanstack/react-router"
import { useApiMutation } from "../../api.ts"
import { Form } from "../../forms/form.tsx"
import { paths } from "../../paths.ts"
import { staleAfterServerChange } from "../../servers.ts"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { ProjectFrame } from "../projects/project-frame.tsx"
import { rightsIn } from "../projects/use-project.ts"
import { useKeepEnrolment } from "./connect/kept-enrolment.ts"
import { PersonalProject } from "./connect/personal-project.tsx"
import { WhatChanges } from "./connect/what-changes.tsx"
import { useKeysChoice } from "./detail/use-keys-choice.tsx"
import { serverWords, useServerFields } from "./server-fields.tsx"
import styles from "./servers.module.css"
import { ServersLink } from "./servers-link.tsx"

/** Names a server that is to be connected; its page then has the command. */
export default function ConnectServerPage() {
  const { t } = useLingui()
  const { projectId } = useParams({ from: "/signed-in/p/$projectId/servers/connect" })
  return (
    <ProjectFrame key={projectId} projectId={projectId} title={t`Connect a server`}>
      {(project) => (
        <>
          <PageHeader
            title={t`Connect a server`}
            parent={<ServersLink projectId={projectId} />}
            description={
              <Trans>
                Works on any Linux machine with OpenSSH 8.2 or later. No reinstall, and the keys already on it keep
                working.
              </Trans>
            }
          />
          {rightsIn(project).mayChange ? (
            <NewServer project={project} />
          ) : (
            <Card>
              <EmptyState
                icon={<IconServerOff size={28} stroke={1.75} aria-hidden />}
                title={<Trans>You can see this project, but not change its servers.</Trans>}
              />
            </Card>
          )}
        </>
      )}
    </ProjectFrame>
  )
}

function NewServer({ project }: { project: Project }) {
  const { id } = project
  const { t } = useLingui()
  const navigate = useNavigate()
  const keep = useKeepEnrolment()
  const create = useApiMutation(routes.createServer, staleAfterServerChange)
  const { typed, errors, check, fields } = useServerFields({ name: "", address: "" }, create.error)
  const choice = useKeysChoice({
    projectId: id,
    loginUser: "root",
    about: <Trans>A login user that the server has, as root, debian or ubuntu.</Trans>,
    required: false,
  })

  function submit() {
    if (![check(), choice.check()].every(Boolean)) return
    const { name, address } = typed
    const { loginUser } = choice
    const accesses = [...choice.chosen.values()].map(({ subject }) => ({ loginUser, subject }))
    create.mutate(
      { params: { id }, body: { name, ...(address !== "" && { address }), accesses } },
      {
        onSuccess({ server, enrolment }) {
          keep(server.id, enrolment)
          void navigate({ to: paths.server, params: { projectId: id, serverId: server.id }, replace: true })
        },
      },
    )
  }

  return (
    <div className={styles.page}>
      <Card title={t`Which server, and which keys?`} padded>
        <div className={styles.form}>
          {rightsIn(project).isShared ? null : <PersonalProject />}
          <Form failure={create.error} words={serverWords} errors={{ ...errors, ...choice.errors }} onSubmit={submit}>
            {fields}
            {choice.fields}
            <p className={styles.hint}>
              <Trans>
                These keys open it once its host keys are confirmed. You can add and remove keys at any time.
              </Trans>
            </p>
            <div>
              <Button type="submit" variant="filled" loading={create.isPending}>
                <Trans>Make the command</Trans>
              </Button>
            </div>
          </Form>
          {choice.dialogs}
        </div>
      </Card>
      <WhatChanges />
    </div>
  )
}
