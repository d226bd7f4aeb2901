import type { CoreError } from "@latchkey/core"

/** What is done a few at a time, because each takes a core or much memory. */
export interface Turns {
  /**
   * Runs work when its turn comes; those who wait take turns, so that whoever asks much keeps out nobody who asks little.
   *
   * @param who shares its turns, as the network of an address
   * @throws CoreError what `Limits` says, when too many wait
   */
  inTurn<T>(who: string, work: () => Promise<T>): Promise<T>
}

export interface Limits {
  readonly running: number
  /** Beyond this a caller would wait for too long: better to say so at once. */
  readonly waiting: number
  tooMany(): CoreError
}

interface Turn {
  start(): void
  refuse(reason: CoreError): void
}

/** A bounded, fair queue. */
export function createTurns(limits: Limits): Turns {
  let running = 0
  let waiting = 0
  /** In the order in which they take turns; no queue is empty. */
  const queues = new Map<string, Turn[]>()

  function queueUp(who: string, turn: Turn): void {
    const own = queues.get(who) ?? []
    if (waiting >= limits.waiting) {
      const longest = [...queues.values()].reduce((left, right) => (right.length > left.length ? right : left))
      // Whoever asks most makes room.
      if (own.length + 1 >= longest.length) {
        turn.refuse(limits.tooMany())
        return
      }
      longest.pop()?.refuse(limits.tooMany())
      waiting--
    }
    own.push(turn)
    queues.set(who, own)
    waiting++
  }

  /** The longest waiting of those whose turn it is, who go to the end. */
  function takeNext(): Turn | undefined {
    const [first] = queues
    if (first === undefined) return undefined
    const [who, queue] = first
    const turn = queue.shift()
    queues.delete(who)
    if (queue.length > 0) queues.set(who, queue)
    waiting--
    return turn
  }

  return {
    async inTurn(who, work) {
      // Whoever ends hands its place on, so `running` stays as it is then.
      if (running < limits.running) running++
      else await new Promise<void>((start, refuse) => queueUp(who, { start, refuse }))
      try {
        return await work()
      } finally {
        const next = takeNext()
        if (next === undefined) running--
        else next.start()
      }
    },
  }
}
