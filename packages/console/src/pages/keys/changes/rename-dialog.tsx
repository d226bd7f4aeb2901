import type { SshKey } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { TextInput } from "@mantine/core"
import { DialogButtons } from "../../../forms/dialog-buttons.tsx"
import layout from "../../../ui/dialog.module.css"
import { Dialog } from "../../../ui/dialog.tsx"
import { useRename } from "./use-rename.ts"

type Props = { opened: boolean; sshKey: SshKey; onClose: () => void }

/** Renames a key where there is no room to do it in place. */
export function RenameDialog({ opened, sshKey, onClose }: Props) {
  const { t } = useLingui()
  return (
    <Dialog opened={opened} onClose={onClose} size={480} title={t`Rename “${sshKey.name}”`}>
      <RenameForm sshKey={sshKey} onClose={onClose} />
    </Dialog>
  )
}

function RenameForm({ sshKey, onClose }: Omit<Props, "opened">) {
  const { t } = useLingui()
  const { name, type, error, busy, save } = useRename(sshKey, onClose)
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) save()
      }}
    >
      <div className={layout.body}>
        <TextInput
          data-autofocus
          autoComplete="off"
          label={t`Name`}
          value={name}
          error={error}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => type(event.currentTarget.value)}
        />
      </div>
      <div className={layout.footer}>
        <DialogButtons submitLabel={t`Rename`} busy={busy} onCancel={onClose} />
      </div>
    </form>
  )
}
