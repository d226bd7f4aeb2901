import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises"
import {
  type AccountId,
  type Change,
  type Changes,
  type Clock,
  CoreError,
  type Instant,
  type ServerId,
  type WantedBundle,
} from "@latchkey/core"
import type { Logger } from "../../log.ts"

/** A server that waits for news of its bundle. */
export interface Poll {
  /** The version that it goes by; 0 for none. */
  readonly have: number
  /** By which enrolment it asks: a later one takes the server from it. */
  readonly enrolledAt: Instant | undefined
  /** Milliseconds after which it wants an answer even if there is no news. */
  readonly patience: number
  /** Called once. */
  answer(answer: PollAnswer): void
}

/** What a poll is answered with. `superseded`: the same server asked anew. `away`: what it should have cannot be read. */
export type PollAnswer =
  | { readonly kind: "bundle"; readonly wanted: WantedBundle }
  | { readonly kind: "fresh"; readonly serverId: ServerId; readonly version: number; readonly hash: string }
  | { readonly kind: "unconfirmed" | "superseded" | "unknown" | "away" }

/** Holds the polls of servers, and answers them when what a server should have changes. */
export interface Hub {
  hold(server: ServerId, poll: Poll): void
  /** How many polls are held now. */
  held(): number
  /** Answers all of them, and ends. */
  stop(): Promise<void>
}

export interface HubOptions {
  readonly changes: Changes
  readonly log: Pick<Logger, "warn">
  readonly clock: Clock
  /** Brings bundles up to date; of a server that is not there any more nothing comes back. */
  refresh(servers: readonly ServerId[]): Promise<readonly WantedBundle[]>
  /** Which servers these accounts' keys open, or may open now. */
  serversOf(accounts: readonly AccountId[]): Promise<readonly ServerId[]>
}

/** What is known of a server that has polled lately. Some ten thousand of these are kept: they stay small. */
interface Watched {
  version: number
  hash: string
  state: WantedBundle["state"]
  /** When time alone changes what it should have, as when a key expires. */
  changesAt: Instant
  /** When it was looked at last, by a clock that nobody sets; 0 for not yet. */
  checkedAt: number
  /** Until when it is left alone, because what it should have could not be made out; 0 for no trouble. */
  troubledUntil: number
  seenAt: number
  poll: Poll | undefined
  pollEndsAt: number
}

/** Servers that are looked at in one transaction: the disk is waited for once. */
const serversAtOnce = 250
const tick = 1_000
/** Milliseconds without a poll, after which a server is forgotten here until it comes again. */
const forgetAfter = 120_000
/** Milliseconds after which what is known of a server is not believed any more: of a daemon that was killed nobody may have heard. */
const believeFor = 120_000
/** Milliseconds until the next try when the database is away. */
const retryAfter = 500
/** Milliseconds until the next try with a server that alone cannot be looked at. */
const retryTroubledAfter = 10_000

/** Answers of the API whose changes can change what a server should have. A change of `servers` alone concerns everyone. */
const topics: ReadonlySet<string> = new Set(["keys", "accounts", "projects", "key-policy"])

export function createHub({ changes, log, clock, refresh, serversOf }: HubOptions): Hub {
  const watched = new Map<ServerId, Watched>()
  const stopping = new AbortController()
  const toCheck = new Set<ServerId>()
  let accounts = new Set<AccountId>()
  let working: Promise<void> | undefined
  let held = 0

  function answer(server: Watched, what: PollAnswer): void {
    const { poll } = server
    if (poll === undefined) return
    server.poll = undefined
    held--
    poll.answer(what)
  }

  function check(servers: Iterable<ServerId>): void {
    for (const id of servers) toCheck.add(id)
    working ??= work()
  }

  async function work(): Promise<void> {
    // What comes at the same moment is looked at together.
    await null
    while ((toCheck.size > 0 || accounts.size > 0) && !stopping.signal.aborted) {
      const concerned = accounts
      accounts = new Set()
      try {
        if (concerned.size > 0) {
          for (const id of await serversOf([...concerned])) if (watched.has(id)) toCheck.add(id)
        }
      } catch (err) {
        accounts = new Set([...concerned, ...accounts])
        await pauseAfter(err)
        continue
      }
      const batch = nextBatch()
      if (batch.length > 0) await look(batch)
      // Between two of them everyone else has a turn: SQLite gives none.
      await nextTurn()
    }
    working = undefined
  }

  /** Those in trouble go by themselves, when their time has come. */
  function nextBatch(): readonly ServerId[] {
    const batch: ServerId[] = []
    for (const id of toCheck) {
      const { troubledUntil = 0 } = watched.get(id) ?? {}
      if (troubledUntil > 0 && batch.length > 0) continue
      toCheck.delete(id)
      if (troubledUntil > performance.now()) continue
      batch.push(id)
      if (troubledUntil > 0 || batch.length === serversAtOnce) break
    }
    return batch
  }

  async function look(batch: readonly ServerId[]): Promise<void> {
    const lookedAt = performance.now()
    try {
      const found = new Map((await refresh(batch)).map((wanted) => [wanted.serverId, wanted]))
      for (const id of batch) settle(id, found.get(id), lookedAt)
    } catch (err) {
      if (stopping.signal.aborted) return
      if (err instanceof CoreError && err.code === "unavailable") {
        check(batch)
        await pauseAfter(err)
      } else await lookInParts(batch, err)
    }
  }

  /** One server whose rows cannot be read must not hold up all others. */
  async function lookInParts(batch: readonly ServerId[], err: unknown): Promise<void> {
    const [id] = batch
    if (id !== undefined && batch.length === 1) {
      log.warn({ err, server: id }, "what a server should have could not be made out; this is tried again")
      const server = watched.get(id)
      if (server !== undefined) server.troubledUntil = performance.now() + retryTroubledAfter
      return
    }
    const half = Math.ceil(batch.length / 2)
    await look(batch.slice(0, half))
    await look(batch.slice(half))
  }

  async function pauseAfter(err: unknown): Promise<void> {
    log.warn({ err }, "what servers should have could not be looked at; this is tried again")
    await delay(retryAfter, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
  }

  function settle(id: ServerId, wanted: WantedBundle | undefined, at: number): void {
    const server = watched.get(id)
    if (server === undefined) return
    if (wanted === undefined) {
      answer(server, { kind: "unknown" })
      watched.delete(id)
      return
    }
    const { version, hash, state, changesAt } = wanted
    const isJustConfirmed = server.checkedAt > 0 && server.state !== "connected" && state === "connected"
    Object.assign(server, { version, hash, state, changesAt, checkedAt: at, troubledUntil: 0 })
    if (server.poll !== undefined && server.poll.enrolledAt !== wanted.enrolledAt) answer(server, { kind: "unknown" })
    else if (state === "connected" && server.poll !== undefined && version > server.poll.have) {
      answer(server, { kind: "bundle", wanted })
    } else if (isJustConfirmed) {
      // What it said to have was not believed before: it is to say it again.
      answer(server, { kind: "unconfirmed" })
    }
  }

  function hear(batch: readonly Change[]): void {
    const relevant = batch.filter(
      ({ audience, topic }) => topics.has(topic) || (audience === "everyone" && topic === "servers"),
    )
    if (relevant.length === 0) return
    let isForAll = false
    for (const { audience } of relevant) {
      if (audience === "everyone") isForAll = true
      else if (audience !== "admins") accounts.add(audience)
    }
    check(isForAll ? watched.keys() : [])
  }

  const endListening = changes.listen(hear)
  const timer = setInterval(() => {
    const time = performance.now()
    for (const [id, server] of watched) {
      const isDue = server.changesAt <= clock.now() || time - server.checkedAt > believeFor
      if (server.troubledUntil > 0 ? server.troubledUntil <= time : isDue) check([id])
      if (server.poll !== undefined && server.pollEndsAt <= time) answer(server, endOfHold(id, server))
      if (server.poll === undefined && time - server.seenAt > forgetAfter) watched.delete(id)
    }
  }, tick)
  timer.unref()

  return {
    hold(id, poll) {
      if (stopping.signal.aborted) return poll.answer({ kind: "away" })
      const known = watched.get(id)
      if (known !== undefined) answer(known, { kind: "superseded" })
      const server = known ?? unknownYet()
      watched.set(id, server)
      server.seenAt = performance.now()
      server.poll = poll
      server.pollEndsAt = server.seenAt + poll.patience
      held++
      // Whoever has another version than the one known here is given the newest, or has news for us.
      if (server.checkedAt === 0 || server.state !== "connected" || poll.have !== server.version) check([id])
    },
    held: () => held,
    async stop() {
      clearInterval(timer)
      endListening()
      stopping.abort()
      await working
      for (const server of watched.values()) answer(server, { kind: "away" })
    },
  }
}

function unknownYet(): Watched {
  const never = Number.POSITIVE_INFINITY
  const unseen = { changesAt: never, checkedAt: 0, troubledUntil: 0, seenAt: 0, poll: undefined, pollEndsAt: 0 }
  return { version: 0, hash: "", state: "unconfirmed", ...unseen }
}

function endOfHold(serverId: ServerId, { checkedAt, troubledUntil, state, version, hash }: Watched): PollAnswer {
  if (checkedAt === 0 || troubledUntil > 0) return { kind: "away" }
  return state === "connected" ? { kind: "fresh", serverId, version, hash } : { kind: "unconfirmed" }
}
