import { Trans } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconWand } from "@tabler/icons-react"
import { lazy, Suspense, useState } from "react"

const GenerateDialog = lazy(async () => ({ default: (await import("./generate-dialog.tsx")).GenerateDialog }))

/** Opens the dialog that makes a key pair for whoever the page is about. */
export function GenerateButton({ startsOpen = false, onClose }: { startsOpen?: boolean; onClose?: () => void }) {
  const [opened, setOpened] = useState(false)
  const isOpen = opened || startsOpen
  return (
    <>
      <Button leftSection={<IconWand size={16} stroke={1.75} />} onClick={() => setOpened(true)}>
        <Trans>Generate key</Trans>
      </Button>
      {!isOpen ? null : (
        <Suspense>
          <GenerateDialog
            opened
            onClose={() => {
              setOpened(false)
              onClose?.()
            }}
          />
        </Suspense>
      )}
    </>
  )
}
