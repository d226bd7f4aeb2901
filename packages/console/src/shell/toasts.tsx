import { lazy, Suspense, useSyncExternalStore } from "react"
import { subscribeToToasts, toastsAreNeeded } from "../ui/toasts.tsx"

const ToastStack = lazy(() => import("./toast-stack.tsx"))

/** Draws the toasts from the first one on. */
export function Toasts() {
  const needed = useSyncExternalStore(subscribeToToasts, toastsAreNeeded)
  if (!needed) return null
  return (
    <Suspense>
      <ToastStack />
    </Suspense>
  )
}
