import { useCallback, useEffect, useState } from "react"

/** Seconds that are still to wait; `start` sets them running down to 0. */
export function useCountdown() {
  const [endsAt, setEndsAt] = useState(0)
  const [now, setNow] = useState(0)
  const seconds = Math.max(0, Math.ceil((endsAt - now) / 1000))
  const running = seconds > 0
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [running])
  const start = useCallback((forSeconds: number) => {
    setNow(Date.now())
    setEndsAt(Date.now() + forSeconds * 1000)
  }, [])
  return { seconds, start }
}
