import type { SshKey } from "@latchkey/contract"
import { lazy, Suspense, useCallback, useState } from "react"
import { withServerWords } from "../../../i18n.ts"
import { HeldBy } from "../holder.tsx"
import { useKeyChanges } from "./key-changes.ts"

// No part of the first load: each is asked for when a dialog is opened.
const DeleteDialog = lazy(async () => ({
  default: (await withServerWords(() => import("./delete-dialog.tsx"))).DeleteDialog,
}))
const DisableDialog = lazy(async () => ({
  default: (await withServerWords(() => import("./disable-dialog.tsx"))).DisableDialog,
}))
const ExpiryDialog = lazy(async () => ({ default: (await import("./expiry-dialog.tsx")).ExpiryDialog }))
const RenameDialog = lazy(async () => ({ default: (await import("./rename-dialog.tsx")).RenameDialog }))
const VerifyDialog = lazy(async () => ({ default: (await import("../ownership/verify-dialog.tsx")).VerifyDialog }))

type DialogName = "rename" | "expiry" | "verify" | "disable" | "delete"

/** The dialogs about one key, for pages that offer its menu: `open` one, and put `dialogs` into the page. */
export function useKeyDialogs(onDeleted: (key: SshKey) => void | Promise<void>) {
  const { setExpiry, disable } = useKeyChanges()
  const [subject, setSubject] = useState<SshKey>()
  const [opened, setOpened] = useState<DialogName>()
  const onClose = () => setOpened(undefined)

  // The same at each drawing, for rows that are drawn anew only when something about them changes.
  const open = useCallback((name: DialogName, key: SshKey) => {
    setSubject(key)
    setOpened(name)
  }, [])
  const dialogs =
    subject === undefined ? null : (
      <HeldBy owner={subject.owner}>
        <Suspense>
          <RenameDialog opened={opened === "rename"} sshKey={subject} onClose={onClose} />
          <ExpiryDialog
            opened={opened === "expiry"}
            keys={[subject]}
            onSet={(expiresAt) => setExpiry(subject, expiresAt)}
            onClose={onClose}
          />
          {opened !== "verify" ? null : <VerifyDialog opened subject={subject} onClose={onClose} />}
          {opened !== "disable" ? null : (
            <DisableDialog keys={[subject]} onDisable={() => disable(subject, "servers")} onClose={onClose} />
          )}
          {opened !== "delete" ? null : (
            <DeleteDialog sshKey={subject} onClose={onClose} onDeleted={() => onDeleted(subject)} />
          )}
        </Suspense>
      </HeldBy>
    )
  return { open, dialogs }
}

export type OpenKeyDialog = ReturnType<typeof useKeyDialogs>["open"]
