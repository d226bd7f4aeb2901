import { useLingui } from "@lingui/react/macro"
import { Drawer } from "@mantine/core"
import { Nav } from "./nav.tsx"

/** The main navigation on phones. */
export default function NavDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Drawer opened={opened} onClose={onClose} size={280} title="Latchkey" closeButtonProps={{ "aria-label": t`Close` }}>
      <Nav onMove={onClose} />
    </Drawer>
  )
}
