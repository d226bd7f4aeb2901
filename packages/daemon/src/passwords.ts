import { CoreError, type PasswordHasher } from "@latchkey/core"

/** Above OWASP's minimum for argon2id (19 MiB, 2 passes): about 60 ms and 32 MiB on the reference machine. */
const cost = { memoryCost: 32 * 1024, timeCost: 3, parallelism: 1 }

/** At once, in libuv's threads: each takes a core and 32 MiB. */
const maximumRunning = 2
/** Beyond this a caller would wait for more than a second: better to say so at once. */
const maximumWaiting = 32

interface Turn {
  start(): void
  refuse(reason: CoreError): void
}

/** argon2id, at most two at once and a bounded, fair queue in front, so that sign-ins starve neither all else nor each other. */
export function createPasswordHasher(): PasswordHasher {
  let running = 0
  let waiting = 0
  /** In the order in which the networks take turns; no queue is empty. */
  const queues = new Map<string, Turn[]>()

  function queueUp(network: string, turn: Turn): void {
    const own = queues.get(network) ?? []
    if (waiting >= maximumWaiting) {
      const longest = [...queues.values()].reduce((left, right) => (right.length > left.length ? right : left))
      // Whoever asks most makes room: a network that asks little is never kept out by one that asks much.
      if (own.length + 1 >= longest.length) {
        turn.refuse(tooMany())
        return
      }
      longest.pop()?.refuse(tooMany())
      waiting--
    }
    own.push(turn)
    queues.set(network, own)
    waiting++
  }

  /** The longest waiting of the network whose turn it is, which goes to the end. */
  function takeNext(): Turn | undefined {
    const [first] = queues
    if (first === undefined) return undefined
    const [network, queue] = first
    const turn = queue.shift()
    queues.delete(network)
    if (queue.length > 0) queues.set(network, queue)
    waiting--
    return turn
  }

  // Loaded with the first password: most of what the daemon answers needs none.
  const argon2 = () => import("@node-rs/argon2")
  const hash = async (password: string) => (await argon2()).hash(password, cost)
  let standIn: Promise<string> | undefined

  return {
    async inTurn(network, work) {
      // Whoever ends hands its place on, so `running` stays as it is then.
      if (running < maximumRunning) running++
      else await new Promise<void>((start, refuse) => queueUp(network, { start, refuse }))
      try {
        return await work()
      } finally {
        const next = takeNext()
        if (next === undefined) running--
        else next.start()
      }
    },
    hash,
    async verify(stored, password) {
      // Made whether or not it is needed, so that the first unknown name takes no longer than the first known one.
      standIn ??= hash("no account has this password")
      const insteadOfNone = await standIn
      const matches = await (await argon2()).verify(stored ?? insteadOfNone, password)
      return matches && stored !== undefined
    },
  }
}

function tooMany(): CoreError {
  return new CoreError("unavailable", "too many people are signing in at this moment", {
    hint: "wait a few seconds, then try again",
    retryAfter: 2,
  })
}
