import { Readable } from "node:stream"
import { type ChangeNotice, endedEvent, eventsPath } from "@latchkey/contract"
import { type AccountId, authenticate, CoreError, requireSignedIn, type Watch, watchChanges } from "@latchkey/core"
import type { FastifyInstance, FastifyReply } from "fastify"
import { originOf } from "./origin.ts"
import { cookieNames, proofOf } from "./proof.ts"
import type { Site } from "./site.ts"

/** Streams of one account that a daemon holds open: the windows that a person looks at, and some programs. */
const streamsPerAccount = 20
/** Streams of all accounts together. */
const streamsInAll = 5_000
/** Bytes that a client leaves unread before it is cut off; it asks for everything anew when it comes back. */
const unreadLimit = 16 * 1024
/** Milliseconds between two comments, before proxies take a silent connection for a dead one. */
const heartbeatEvery = 15_000
/** Milliseconds after which a browser opens a stream again that was cut off. */
const comeBackAfter = 2_000

/** One open stream. */
interface EventStream {
  readonly account: AccountId
  readonly watch: Watch
  write(text: string): void
  end(): void
}

/** `GET /api/v1/events`: tells whoever is signed in that something changed, as server-sent events. */
export function serveEvents(app: FastifyInstance, site: Site): void {
  const streams = new Set<EventStream>()
  const { loginSession } = cookieNames(site.isHttps)
  site.metrics.observeEventStreams(() => streams.size)

  const heartbeat = setInterval(() => {
    for (const stream of streams) {
      stream.write(":\n\n")
      void stream.watch.check()
    }
  }, heartbeatEvery)
  heartbeat.unref()
  app.addHook("preClose", async () => {
    clearInterval(heartbeat)
    for (const stream of streams) stream.end()
  })

  app.get(eventsPath, async (request, reply) => {
    const proof = proofOf(request, loginSession)
    const context = { ...site.ports, origin: originOf(request, proof?.kind === "login_session" ? "console" : "http") }
    const actor = requireSignedIn(await authenticate(context, proof))
    requireRoom(streams, actor.account.id)
    if (site.isStopping()) throw new CoreError("unavailable", "Latchkey is stopping", { retryAfter: 1 })

    const body = new Readable({ read() {} })
    const stream: EventStream = {
      account: actor.account.id,
      watch: watchChanges(context, site.changes, actor, {
        changed: (topics) =>
          stream.write(`data: ${JSON.stringify(topics satisfies readonly ChangeNotice[number][])}\n\n`),
        ended() {
          stream.write(`event: ${endedEvent}\ndata: []\n\n`)
          stream.end()
        },
      }),
      write(text) {
        if (body.readableLength > unreadLimit) body.destroy()
        else if (!body.readableEnded) body.push(text)
      },
      end: () => void body.push(null),
    }
    streams.add(stream)
    body.on("close", () => {
      stream.watch.stop()
      streams.delete(stream)
    })
    // At once, so that whoever waits for the first byte knows that it listens.
    stream.write(`retry: ${comeBackAfter}\n\n`)
    return sendEvents(reply, body)
  })
}

function sendEvents(reply: FastifyReply, body: Readable): FastifyReply {
  return reply
    .type("text/event-stream")
    .header("cache-control", "no-store, no-transform")
    .header("x-accel-buffering", "no")
    .send(body)
}

/** @throws CoreError `rate_limited` */
function requireRoom(streams: ReadonlySet<EventStream>, account: AccountId): void {
  const own = [...streams].filter((stream) => stream.account === account).length
  if (own < streamsPerAccount && streams.size < streamsInAll) return
  throw new CoreError("rate_limited", "too many windows or programs of this account listen for changes", {
    hint: "close some of them; what is shown here can still be loaded again by hand",
    retryAfter: 30,
  })
}
