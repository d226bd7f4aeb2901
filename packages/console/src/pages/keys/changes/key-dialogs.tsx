import type { SshKey } from "@latchkey/contract"
import { useState } from "react"
import { DeleteDialog } from "./delete-dialog.tsx"
import { ExpiryDialog } from "./expiry-dialog.tsx"
import { useKeyChanges } from "./key-changes.ts"
import { RenameDialog } from "./rename-dialog.tsx"

type DialogName = "rename" | "expiry" | "delete"

/** The dialogs about one key, for pages that offer its menu: `open` one, and put `dialogs` into the page. */
export function useKeyDialogs(onDeleted: (key: SshKey) => void | Promise<void>) {
  const { setExpiry } = useKeyChanges()
  const [subject, setSubject] = useState<SshKey>()
  const [opened, setOpened] = useState<DialogName>()
  const onClose = () => setOpened(undefined)

  function open(name: DialogName, key: SshKey) {
    setSubject(key)
    setOpened(name)
  }
  const dialogs =
    subject === undefined ? null : (
      <>
        <RenameDialog opened={opened === "rename"} sshKey={subject} onClose={onClose} />
        <ExpiryDialog
          opened={opened === "expiry"}
          keys={[subject]}
          onSet={(expiresAt) => setExpiry(subject, expiresAt)}
          onClose={onClose}
        />
        <DeleteDialog
          opened={opened === "delete"}
          sshKey={subject}
          onClose={onClose}
          onDeleted={() => onDeleted(subject)}
        />
      </>
    )
  return { open, dialogs }
}

export type OpenKeyDialog = ReturnType<typeof useKeyDialogs>["open"]
