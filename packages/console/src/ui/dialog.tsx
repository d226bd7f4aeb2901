import type { ModalProps } from "@mantine/core"
import { lazy, Suspense, useEffect, useState } from "react"
import { giveFocusBack, lastFocusBelow } from "./focus-below.ts"

const Modal = lazy(() => import("./modal.tsx"))

/**
 * A modal dialog. Its frame, its focus trap and its scroll lock are loaded when the first one opens; when it closes, the
 * focus goes back to where it came from.
 */
export function Dialog(props: Omit<ModalProps, "closeButtonProps" | "returnFocus">) {
  const { opened } = props
  const [wanted, setWanted] = useState(opened)
  if (opened && !wanted) setWanted(true)
  useEffect(() => {
    if (!opened) return
    const opener = lastFocusBelow()
    return () => giveFocusBack(opener)
  }, [opened])
  if (!wanted) return null
  return (
    <Suspense>
      <Modal {...props} returnFocus={false} />
    </Suspense>
  )
}
