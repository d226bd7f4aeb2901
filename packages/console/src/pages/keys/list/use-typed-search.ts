import { useEffect, useRef, useState } from "react"
import type { KeyFilter } from "./key-filter.ts"
import type { ChangeFilter } from "./use-key-filter.ts"

/** How long after the last keystroke the list is searched, in milliseconds. */
const searchAfter = 200

/** What stands in the search field; the address follows when the typing pauses, and leads when it changes itself. */
export function useTypedSearch(filter: KeyFilter, change: ChangeFilter) {
  const { q = "" } = filter
  const [typed, setTyped] = useState(q)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sent = useRef(q)
  useEffect(() => {
    if (sent.current === q) return
    sent.current = q
    setTyped(q)
  }, [q])
  useEffect(() => () => clearTimeout(timer.current), [])

  function type(text: string) {
    setTyped(text)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      sent.current = text.trim()
      const { q: _, ...others } = filter
      change(sent.current === "" ? others : { ...others, q: sent.current }, "replace")
    }, searchAfter)
  }
  return { typed, type }
}
