import type { SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Menu } from "@mantine/core"
import {
  IconBan,
  IconCalendar,
  IconCircleCheck,
  IconCopy,
  IconDownload,
  IconPencil,
  IconSignature,
  IconStar,
  IconStarOff,
  IconTrash,
} from "@tabler/icons-react"
import { ActionsMenu } from "../../../ui/actions-menu.tsx"
import { downloadText, fileNameOf } from "../download.ts"
import { useKeyPlaces } from "../holder.tsx"
import { useCopy } from "../use-copy.ts"
import { useKeyChanges } from "./key-changes.ts"
import type { OpenKeyDialog } from "./key-dialogs.tsx"
import { useDisable } from "./use-disable.ts"

type Props = {
  sshKey: SshKey
  openDialog: OpenKeyDialog
  /** Where the page renames in place. */
  onRename?: () => void
  /** The form that stands beside a page's buttons; it leaves out what the page shows by itself. */
  onPage?: boolean
}

/** What can be done with one key. */
export function KeyMenu(props: Props) {
  const { t } = useLingui()
  const { sshKey, onPage = false } = props
  const { mayChange } = useKeyPlaces()
  return (
    <ActionsMenu label={t`Actions for ${sshKey.name}`} width={220} onPage={onPage}>
      {onPage ? null : <CopyItems sshKey={sshKey} />}
      {mayChange ? <ChangeItems {...props} /> : null}
    </ActionsMenu>
  )
}

function CopyItems({ sshKey: { name, publicKey } }: Pick<Props, "sshKey">) {
  const { t } = useLingui()
  const copy = useCopy()
  return (
    <>
      <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => copy(publicKey, t`Public key copied`)}>
        <Trans>Copy public key</Trans>
      </Menu.Item>
      <Menu.Item
        leftSection={<IconDownload size={16} />}
        onClick={() => downloadText(fileNameOf(name, ".pub"), `${publicKey}\n`)}
      >
        <Trans>Download</Trans>
      </Menu.Item>
    </>
  )
}

function ChangeItems({ sshKey, openDialog, onRename, onPage = false }: Props) {
  const changes = useKeyChanges()
  const disable = useDisable(openDialog)
  const { isDefault, disabledAt, verifiedAt } = sshKey
  return (
    <>
      {onPage ? null : <Menu.Divider />}
      <Menu.Item
        leftSection={<IconPencil size={16} />}
        onClick={() => (onRename === undefined ? openDialog("rename", sshKey) : onRename())}
      >
        <Trans>Rename</Trans>
      </Menu.Item>
      <Menu.Item leftSection={<IconCalendar size={16} />} onClick={() => openDialog("expiry", sshKey)}>
        <Trans>Set expiry</Trans>
      </Menu.Item>
      <Menu.Item
        leftSection={isDefault ? <IconStarOff size={16} /> : <IconStar size={16} />}
        onClick={() => changes.setDefault(sshKey, !isDefault)}
      >
        {isDefault ? <Trans>Not a default key</Trans> : <Trans>Make it a default key</Trans>}
      </Menu.Item>
      {onPage ? null : disabledAt === null ? (
        <Menu.Item leftSection={<IconBan size={16} />} onClick={() => void disable(sshKey)}>
          <Trans>Disable</Trans>
        </Menu.Item>
      ) : (
        <Menu.Item leftSection={<IconCircleCheck size={16} />} onClick={() => changes.enable(sshKey)}>
          <Trans>Enable</Trans>
        </Menu.Item>
      )}
      {verifiedAt !== null ? null : (
        <Menu.Item leftSection={<IconSignature size={16} />} onClick={() => openDialog("verify", sshKey)}>
          <Trans>Verify ownership</Trans>
        </Menu.Item>
      )}
      <Menu.Divider />
      <Menu.Item data-danger leftSection={<IconTrash size={16} />} onClick={() => openDialog("delete", sshKey)}>
        <Trans>Delete</Trans>
      </Menu.Item>
    </>
  )
}
