import { routes, type SshKey } from "@latchkey/contract"
import { msg } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { NativeSelect, TextInput } from "@mantine/core"
import { useState } from "react"
import { useApiMutation } from "../../../api.ts"
import type { OperationWords } from "../../../failure-words.ts"
import { DialogButtons } from "../../../forms/dialog-buttons.tsx"
import { Form } from "../../../forms/form.tsx"
import { staleAfterServerChange } from "../../../servers.ts"
import { Dialog } from "../../../ui/dialog.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import { useHolder } from "../holder.tsx"
import { type OwnServer, useOwnServers } from "./use-own-servers.ts"

const words: OperationWords = {
  conflict: {
    message: msg`This key opens that login user already.`,
    hint: msg`Choose another server or login user.`,
  },
}

type Props = { sshKey: SshKey; onClose: () => void }

/** Gives one key access to a server that there is. */
export function AddToServerDialog({ sshKey, onClose }: Props) {
  const { t } = useLingui()
  const { projectId } = useHolder()
  const servers = useOwnServers(projectId)
  return (
    <Dialog opened onClose={onClose} size={480} title={t`Add “${sshKey.name}” to a server`}>
      {servers === undefined ? (
        <SkeletonRows rows={2} height={64} />
      ) : (
        <AccessForm sshKey={sshKey} servers={servers} onClose={onClose} />
      )}
    </Dialog>
  )
}

function AccessForm({ sshKey, servers, onClose }: Props & { servers: readonly OwnServer[] }) {
  const { t } = useLingui()
  const [chosen, setChosen] = useState(servers[0]?.server.id ?? "")
  const [typed, setTyped] = useState<string>()
  const [tried, setTried] = useState(false)
  const add = useApiMutation(routes.addAccess, staleAfterServerChange)
  const server = servers.find((own) => own.server.id === chosen)?.server
  const users = server?.loginUsers ?? []
  const loginUser = typed ?? (users.includes("root") ? "root" : (users[0] ?? ""))
  const severalProjects = new Set(servers.map(({ projectName }) => projectName)).size > 1
  const errors = {
    ...(tried && server === undefined && { server: t`There is no server yet: connect one first.` }),
    ...(tried && loginUser.trim() === "" && { loginUser: t`Say whom it signs in as.` }),
  }

  function submit() {
    setTried(true)
    if (server === undefined || loginUser.trim() === "") return
    const subject = { kind: "key", keyId: sshKey.id } as const
    add.mutate({ params: server, body: { loginUser: loginUser.trim(), subject } }, { onSuccess: onClose })
  }

  return (
    <Form
      failure={add.error}
      words={words}
      errors={errors}
      onSubmit={submit}
      dialogButtons={<DialogButtons submitLabel={t`Add the key`} busy={add.isPending} onCancel={onClose} />}
    >
      <NativeSelect
        data-autofocus
        label={t`Server`}
        value={chosen}
        error={errors.server}
        data={servers.map(({ server: { id, name }, projectName }) => ({
          value: id,
          label: severalProjects ? `${name} (${projectName})` : name,
        }))}
        onChange={(event) => {
          setChosen(event.currentTarget.value)
          setTyped(undefined)
        }}
      />
      <TextInput
        label={t`Signs in as`}
        description={users.length === 0 ? undefined : <Trans>Login users there: {users.slice(0, 12).join(", ")}</Trans>}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={loginUser}
        error={errors.loginUser}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </Form>
  )
}
