import type { ModalProps } from "@mantine/core"
import { lazy, Suspense, useState } from "react"

const Modal = lazy(() => import("./modal.tsx"))

/** A modal dialog. Its frame, its focus trap and its scroll lock are loaded when the first one opens. */
export function Dialog(props: Omit<ModalProps, "closeButtonProps">) {
  const [wanted, setWanted] = useState(props.opened)
  if (props.opened && !wanted) setWanted(true)
  if (!wanted) return null
  return (
    <Suspense>
      <Modal {...props} />
    </Suspense>
  )
}
