/** Which of the shell's two live regions speaks: after the current sentence, or at once. */
export type Urgency = "polite" | "assertive"

/** What each region says now; `count` makes the same sentence said twice a change. */
export type Announcement = { readonly text: string; readonly count: number }

const silence: Announcement = { text: "", count: 0 }
let current: Readonly<Record<Urgency, Announcement>> = { polite: silence, assertive: silence }
const listeners = new Set<() => void>()

/** Has the screen reader say `text`. */
export function announce(text: string, urgency: Urgency = "polite"): void {
  current = { ...current, [urgency]: { text, count: current[urgency].count + 1 } }
  for (const listener of listeners) listener()
}

export function subscribeToAnnouncements(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function currentAnnouncements(): Readonly<Record<Urgency, Announcement>> {
  return current
}
