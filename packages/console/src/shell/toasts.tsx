import { lazy, Suspense, useEffect, useSyncExternalStore } from "react"
import { loadToasts, subscribeToToasts, toastsAreNeeded } from "../ui/toasts.tsx"

const ToastStack = lazy(loadToasts)

/** Their code is no part of the first load, and is there this long after it, in milliseconds. */
const loadedAfter = 3_000

/** Draws the toasts from the first one on. */
export function Toasts() {
  const needed = useSyncExternalStore(subscribeToToasts, toastsAreNeeded)
  useEffect(() => {
    // That something failed for want of a network must be said without one.
    const timer = setTimeout(() => void loadToasts().catch(() => undefined), loadedAfter)
    return () => clearTimeout(timer)
  }, [])
  if (!needed) return null
  return (
    <Suspense>
      <ToastStack />
    </Suspense>
  )
}
