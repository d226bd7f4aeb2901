import { useEffect, useRef, useState } from "react"
import type { ActivityFilter, TypedField } from "./activity-filter.ts"
import type { ChangeFilter } from "./use-activity-filter.ts"

/** How long after the last keystroke the list is asked for, in milliseconds. */
const askAfter = 300

/** What stands in a field; the address follows when the typing pauses, and leads when it changes itself. */
export function useTypedField(name: TypedField, filter: ActivityFilter, change: ChangeFilter) {
  const inAddress = filter[name] ?? ""
  const [typed, setTyped] = useState(inAddress)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sent = useRef(inAddress)
  const current = useRef(filter)
  current.current = filter
  useEffect(() => {
    if (sent.current === inAddress) return
    sent.current = inAddress
    setTyped(inAddress)
  }, [inAddress])
  useEffect(() => () => clearTimeout(timer.current), [])

  function type(text: string) {
    setTyped(text)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      sent.current = text.trim()
      const { [name]: _, ...others } = current.current
      change(sent.current === "" ? others : { ...others, [name]: sent.current }, "replace")
    }, askAfter)
  }
  return { typed, type }
}
