import { ChangeNotice, eventsPath } from "@latchkey/contract"
import { expect } from "vitest"

/** A stream of server-sent events, read as it comes. */
export interface ReadStream {
  readonly status: number
  readonly headers: Headers
  /** All of it as it came by now. */
  text(): string
  /** Every topic that it told of by now. */
  topics(): ReadonlySet<string>
  /** Whether the daemon has ended it. */
  isOver(): boolean
  /** Waits until it has told of a topic. */
  hears(topic: string): Promise<void>
  close(): Promise<void>
}

/** How long a slow machine may take, in milliseconds. */
const patience = 20_000

/** Opens the stream of events as whoever these headers prove, and waits until it listens. */
export async function openEvents(
  url: string,
  headers: Record<string, string>,
  send: typeof fetch = fetch,
): Promise<ReadStream> {
  const closing = new AbortController()
  const response = await send(`${url}${eventsPath}`, { headers, signal: closing.signal })
  let text = ""
  let isOver = false
  const reading = read()
  async function read(): Promise<void> {
    const decoder = new TextDecoder()
    try {
      for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true })
    } catch {
      // Closed from here, or cut off.
    }
    isOver = true
  }
  const topics = () => {
    const notices = [...text.matchAll(/^data: (.*)\n\n/gm)].map(([, data = ""]) => ChangeNotice.parse(JSON.parse(data)))
    return new Set(notices.flat())
  }
  if (response.status === 200) await expect.poll(() => text, { timeout: patience }).toContain("retry: ")
  return {
    status: response.status,
    headers: response.headers,
    text: () => text,
    topics,
    isOver: () => isOver,
    hears: (topic) => expect.poll(() => [...topics()], { timeout: patience }).toContain(topic),
    async close() {
      closing.abort()
      await reading
    },
  }
}
