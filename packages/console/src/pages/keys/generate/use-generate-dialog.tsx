import type { SshKey } from "@latchkey/contract"
import { lazy, type ReactNode, Suspense, useState } from "react"
import { withImportWords } from "../../../i18n.ts"

const GenerateDialog = lazy(async () => ({
  default: (await withImportWords(() => import("./generate-dialog.tsx"))).GenerateDialog,
}))

/**
 * The dialog that makes a key pair for whoever the page is about, and what opens it. It may hold a private key that
 * nobody has saved: it is rendered where it stays when the account's first key appears.
 */
export function useGenerateDialog({
  startsOpen = false,
  onClose,
  onAdded,
}: {
  startsOpen?: boolean
  onClose?: () => void
  /** The public half is registered; the dialog still says how to use the pair. */
  onAdded?: (sshKey: SshKey) => void
} = {}): {
  open: () => void
  dialog: ReactNode
} {
  const [opened, setOpened] = useState(false)
  const dialog =
    opened || startsOpen ? (
      <Suspense>
        <GenerateDialog
          opened
          onAdded={onAdded}
          onClose={() => {
            setOpened(false)
            onClose?.()
          }}
        />
      </Suspense>
    ) : null
  return { open: () => setOpened(true), dialog }
}
