import type { SshKey } from "@latchkey/contract"
import { Trans } from "@lingui/react/macro"
import { Badge, Button } from "@mantine/core"
import { IconBan, IconCircleCheck, IconReplace, IconSignature, IconStar } from "@tabler/icons-react"
import { type ReactNode, useState } from "react"
import { ButtonLink } from "../../../ui/links.tsx"
import { PageHeader } from "../../../ui/page-header.tsx"
import { StatusBadge } from "../../../ui/status-badge.tsx"
import { useKeyChanges } from "../changes/key-changes.ts"
import type { OpenKeyDialog } from "../changes/key-dialogs.tsx"
import { KeyMenu } from "../changes/key-menu.tsx"
import { useDisable } from "../changes/use-disable.ts"
import { useHolder } from "../holder.tsx"
import { NameEditor } from "./name-editor.tsx"

type Props = { sshKey: SshKey; parent: ReactNode; openDialog: OpenKeyDialog }

/** A key's name, what is to be known of it at once, and what can be done with it. */
export function KeyHeader({ sshKey, parent, openDialog }: Props) {
  const { mayChange } = useHolder()
  const [renaming, setRenaming] = useState(false)
  return (
    <PageHeader
      title={sshKey.name}
      parent={parent}
      badges={<Badges sshKey={sshKey} />}
      actions={
        !mayChange ? undefined : (
          <>
            <Actions sshKey={sshKey} openDialog={openDialog} />
            <KeyMenu onPage sshKey={sshKey} openDialog={openDialog} onRename={() => setRenaming(true)} />
          </>
        )
      }
      {...(renaming && { editor: <NameEditor sshKey={sshKey} onDone={() => setRenaming(false)} /> })}
    />
  )
}

function Badges({ sshKey }: Pick<Props, "sshKey">) {
  return (
    <>
      <StatusBadge sshKey={sshKey} />
      {sshKey.isDefault ? (
        <Badge leftSection={<IconStar size={14} stroke={2} />}>
          <Trans>Default key</Trans>
        </Badge>
      ) : null}
      {sshKey.verifiedAt === null ? null : (
        <Badge variant="ok" leftSection={<IconSignature size={14} stroke={2} />}>
          <Trans>Ownership verified</Trans>
        </Badge>
      )}
    </>
  )
}

function Actions({ sshKey, openDialog }: Omit<Props, "parent">) {
  const changes = useKeyChanges()
  const disable = useDisable(openDialog)
  const { replacing } = useHolder()
  return (
    <>
      <ButtonLink {...replacing(sshKey.id)} leftSection={<IconReplace size={16} stroke={1.75} />}>
        <Trans>Replace</Trans>
      </ButtonLink>
      {sshKey.verifiedAt !== null ? null : (
        <Button
          variant="quiet"
          leftSection={<IconSignature size={16} stroke={1.75} />}
          onClick={() => openDialog("verify", sshKey)}
        >
          <Trans>Verify ownership</Trans>
        </Button>
      )}
      {sshKey.disabledAt !== null ? (
        <Button leftSection={<IconCircleCheck size={16} stroke={1.75} />} onClick={() => changes.enable(sshKey)}>
          <Trans>Enable</Trans>
        </Button>
      ) : (
        <Button leftSection={<IconBan size={16} stroke={1.75} />} onClick={() => void disable(sshKey)}>
          <Trans>Disable</Trans>
        </Button>
      )}
    </>
  )
}
