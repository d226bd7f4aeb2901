import "@mantine/notifications/styles.layer.css"
import { useMediaQuery } from "@mantine/hooks"
import { Notifications } from "@mantine/notifications"

export { notifications } from "@mantine/notifications"

/** Above the page and its drawers, below dialogs, which are at 200: no toast lies on the button that somebody is to press. */
const depth = 150

/** Where toasts appear: bottom right, on phones at the top, where no thumb and no keyboard covers them. */
export default function ToastStack() {
  const compact = useMediaQuery("(max-width: 48em)")
  return <Notifications position={compact ? "top-center" : "bottom-right"} limit={4} zIndex={depth} />
}
