import { ChangeNotice, endedEvent, eventsPath } from "@latchkey/contract"

/** What a stream of changes does to the page. */
export interface Follower {
  /** It listens, for the first time or again: what was loaded before may be old. */
  opened(): void
  /** The first words of the API's paths whose answers changed. */
  changed(topics: readonly string[]): void
  /** It broke. `answered`: by an answer of the daemon's or of a proxy, so that the network itself is there. */
  broke(answered: boolean): void
  /** Nobody is signed in any more. */
  ended(): void
}

/** Milliseconds until the first and the last of the tries to listen again. */
const firstWait = 500
const longestWait = 30_000

/** Milliseconds in which changes are gathered, so that a burst of them loads pages once and not a hundred times. */
const gatherTime = 300

/**
 * Listens to the daemon for as long as the page is looked at: a browser has few connections to one place, and hidden
 * tabs would hold them all. Gives what ends it.
 */
export function followChanges(follower: Follower): () => void {
  let source: EventSource | undefined
  let wait = firstWait
  let retry: number | undefined
  let gathering: number | undefined
  let gathered = new Set<string>()

  function tell(): void {
    gathering = undefined
    if (gathered.size === 0) return
    const topics = [...gathered]
    gathered = new Set()
    gathering = window.setTimeout(tell, gatherTime)
    follower.changed(topics)
  }

  function close(): void {
    source?.close()
    source = undefined
    window.clearTimeout(retry)
  }

  function open(): void {
    close()
    const opening = new EventSource(eventsPath)
    source = opening
    opening.onopen = () => {
      wait = firstWait
      follower.opened()
    }
    opening.onmessage = ({ data }) => {
      const notice = ChangeNotice.safeParse(JSON.parse(String(data)))
      for (const topic of notice.data ?? []) gathered.add(topic)
      if (gathering === undefined) tell()
    }
    opening.addEventListener(endedEvent, () => {
      close()
      follower.ended()
      // Somebody may have signed in again elsewhere; if not, whoever follows leaves this page.
      openLater()
    })
    opening.onerror = () => {
      // The browser itself tries again after a broken connection and gives up after an answer that is no stream.
      const answered = opening.readyState === EventSource.CLOSED
      close()
      follower.broke(answered)
      openLater()
    }
  }

  function openLater(): void {
    // Not all at once, when it was the daemon that went away.
    retry = window.setTimeout(open, wait * (0.5 + Math.random()))
    wait = Math.min(2 * wait, longestWait)
  }

  function attend(): void {
    if (document.visibilityState === "visible") {
      if (source === undefined) open()
    } else close()
  }

  function comeBack(): void {
    wait = firstWait
    attend()
  }

  document.addEventListener("visibilitychange", comeBack)
  window.addEventListener("online", comeBack)
  attend()
  return () => {
    document.removeEventListener("visibilitychange", comeBack)
    window.removeEventListener("online", comeBack)
    window.clearTimeout(gathering)
    close()
  }
}
