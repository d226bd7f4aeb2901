import { useSyncExternalStore } from "react"

const storageKey = "latchkey-single-keys"
const listeners = new Set<() => void>()

/** Whether keys pressed alone are shortcuts in this browser; they are unless somebody has switched them off. */
export function singleKeysAreOn(): boolean {
  return localStorage.getItem(storageKey) !== "off"
}

/** Switches keys pressed alone on or off as shortcuts, for this browser. */
export function setSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(storageKey)
  else localStorage.setItem(storageKey, "off")
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The same for a page that shows it. */
export function useSingleKeys(): boolean {
  return useSyncExternalStore(subscribe, singleKeysAreOn)
}
