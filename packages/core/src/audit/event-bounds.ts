import { hour, type Instant, minute } from "../time.ts"
import type { AuditEvent } from "./audit-event.ts"

// Whatever somebody can cause again and again without changing anything, a refusal above all, must neither fill the disk
// nor hide among its like. So the first of each minute are events of their own, and the others are counted: one event
// tells how many there were. Whom it is laid to decides what they share: the account that asked, else the one that was
// aimed at, else nobody, which is one for all strangers together. What strangers aim at an account is apart from what
// the account itself is refused, so that nobody can hide the one behind a flood of the other.

/** Events of their own, a minute: for each account, for each that is aimed at, and for all strangers together. */
export const singleEvents = 10

/** Strangers' keys at the gateway are only counted, for so long in one event. */
const unknownKeysWindow = hour

interface Bound {
  readonly single: number
  readonly window: Instant
}

const bounds = {
  account: { single: singleEvents, window: minute },
  stranger: { single: singleEvents, window: minute },
  unknownKey: { single: 0, window: unknownKeysWindow },
} as const satisfies Record<string, Bound>

/** Keeps events that cost whoever causes them nothing within bounds. One for each daemon. */
export interface EventBounds {
  /** Whether an event stands for itself; otherwise it is counted, and told later with others. */
  admit(event: AuditEvent): boolean
  /** Counts an event without asking. */
  count(event: AuditEvent): void
  /** The events that tell of those that were counted, once their time is over; at the end all of them. */
  take(now: Instant | "the end"): readonly AuditEvent[]
}

interface Window {
  readonly since: Instant
  readonly bound: Bound
  single: number
  /** By action and outcome, of which there are few. */
  readonly counted: Map<string, { event: AuditEvent; count: number }>
}

/**
 * @param installation what strangers' events are about
 * @param newId gives the ids of the events that tell of others
 */
export function createEventBounds(newId: () => AuditEvent["id"]): EventBounds {
  const windows = new Map<string, Window>()
  const over: AuditEvent[] = []

  function windowFor(event: AuditEvent): Window {
    const [key, bound] = boundOf(event)
    const known = windows.get(key)
    if (known !== undefined && !isOver(known, event.at)) return known
    if (known !== undefined) over.push(...told(known))
    const fresh: Window = { since: event.at, bound, single: 0, counted: new Map() }
    windows.set(key, fresh)
    return fresh
  }

  function told({ counted }: Window): readonly AuditEvent[] {
    return Array.from(counted.values(), ({ event, count }) => ({
      ...event,
      id: newId(),
      after: { ...event.after, count },
    }))
  }

  function add(window: Window, event: AuditEvent): void {
    const key = `${event.action} ${event.outcome}`
    const known = window.counted.get(key)
    const more = Number(event.after?.count ?? 1)
    window.counted.set(key, {
      event: known === undefined ? event : inCommon(known.event, event),
      count: (known?.count ?? 0) + more,
    })
  }

  return {
    admit(event) {
      const window = windowFor(event)
      if (window.single < window.bound.single) {
        window.single += 1
        return true
      }
      add(window, event)
      return false
    },
    count(event) {
      add(windowFor(event), event)
    },
    take(now) {
      for (const [key, window] of windows) {
        if (now !== "the end" && !isOver(window, now)) continue
        over.push(...told(window))
        windows.delete(key)
      }
      return over.splice(0)
    },
  }
}

/** A clock that was set back ends a window too. */
function isOver({ since, bound }: Window, now: Instant): boolean {
  return now < since || now - since >= bound.window
}

function boundOf({ action, actor, target, outcome }: AuditEvent): [key: string, Bound] {
  if (actor !== undefined) return [`${outcome} by ${actor.accountId}`, bounds.account]
  if (target.kind !== "installation") return [`${outcome} at ${target.accountId}`, bounds.account]
  return action === "gateway.sign-in" ? ["unknown key", bounds.unknownKey] : ["stranger", bounds.stranger]
}

/** What two events that are told as one have in common: where they differ, nothing is said. */
function inCommon(one: AuditEvent, other: AuditEvent): AuditEvent {
  const { address, before: _, after: __, ...rest } = one
  const isSameTarget = one.target.id === other.target.id
  const { fingerprint: ___, ...target } = one.target
  return {
    ...rest,
    ...(address !== undefined && address === other.address && { address }),
    target: isSameTarget ? one.target : { ...target, id: "", name: "" },
    // The moment of the last, and where that can be looked up.
    at: other.at,
    requestId: other.requestId,
  }
}
