import { useEffect, useRef, useState } from "react"

/** How long after the last keystroke it counts, in milliseconds, unless a field says otherwise. */
const typedAfter = 200

/** What stands in a field whose value the address holds: that follows when the typing pauses, and leads when it changes itself. */
export function useTypedText(value: string, change: (text: string) => void, pause = typedAfter) {
  const [typed, setTyped] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sent = useRef(value)
  const latestChange = useRef(change)
  latestChange.current = change
  useEffect(() => {
    if (sent.current === value) return
    sent.current = value
    setTyped(value)
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])

  function type(text: string) {
    setTyped(text)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      sent.current = text.trim()
      latestChange.current(sent.current)
    }, pause)
  }
  return { typed, type }
}
