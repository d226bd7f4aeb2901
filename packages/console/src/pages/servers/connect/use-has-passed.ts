import { useEffect, useState } from "react"

/** Whether a time is over; looks again by itself when it is. Without one it is. */
export function useHasPassed(at: string | undefined): boolean {
  const left = at === undefined ? 0 : Date.parse(at) - Date.now()
  const [, look] = useState(0)
  useEffect(() => {
    if (left <= 0) return
    const timer = setTimeout(() => look((count) => count + 1), left)
    return () => clearTimeout(timer)
  }, [left])
  return left <= 0
}
