import { lazy, type ReactNode, Suspense, useState } from "react"

const GenerateDialog = lazy(async () => ({ default: (await import("./generate-dialog.tsx")).GenerateDialog }))

/**
 * The dialog that makes a key pair for whoever the page is about, and what opens it. It may hold a private key that
 * nobody has saved: it is rendered where it stays when the account's first key appears.
 */
export function useGenerateDialog({
  startsOpen = false,
  onClose,
}: {
  startsOpen?: boolean
  onClose?: () => void
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
          onClose={() => {
            setOpened(false)
            onClose?.()
          }}
        />
      </Suspense>
    ) : null
  return { open: () => setOpened(true), dialog }
}
