import { useEffect } from "react"
import { singleKeysAreOn } from "./single-keys.ts"

/** What a key press, or a letter pressed after `g`, does; letters are compared in lower case. */
export type Shortcuts = {
  /** Ctrl or Cmd with K; works inside fields too. */
  readonly search: () => void
  readonly single: Readonly<Record<string, () => void>>
  readonly afterG: Readonly<Record<string, () => void>>
}

/** A letter belongs to the `g` before it when it comes within this time, in milliseconds. */
const sequenceWithin = 1000

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"))
}

/** Listens for the console's shortcuts; single keys are off inside fields, while a dialog is open, and for whoever has switched them off. */
export function useShortcuts(shortcuts: Shortcuts): void {
  useEffect(() => {
    let gAt = Number.NEGATIVE_INFINITY
    function onKeyDown(event: KeyboardEvent) {
      const key = event.key.toLowerCase()
      if ((event.ctrlKey || event.metaKey) && !event.altKey && key === "k") {
        event.preventDefault()
        shortcuts.search()
        return
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !singleKeysAreOn()) return
      if (isField(event.target) || document.querySelector('[aria-modal="true"]') !== null) return
      const afterG = event.timeStamp - gAt < sequenceWithin
      gAt = key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY
      const action = afterG ? shortcuts.afterG[key] : shortcuts.single[key]
      if (action === undefined) return
      event.preventDefault()
      action()
    }
    document.addEventListener("keydown", onKeyDown)
    return () => document.removeEventListener("keydown", onKeyDown)
  }, [shortcuts])
}
