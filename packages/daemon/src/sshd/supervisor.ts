import { setTimeout as sleep } from "node:timers/promises"
import type { Logger } from "../log.ts"
import { type Failure, GatewayFault } from "./gateway-fault.ts"
import { retryHint, type SshdProcess } from "./sshd-process.ts"

/** Whether sshd listens now, and if not, why. */
export type Liveness = { readonly up: true } | ({ readonly up: false } & Failure)

/** Keeps one sshd running. */
export interface Supervisor {
  liveness(): Liveness
  stop(): Promise<void>
}

/** An sshd that has listened for so long starts again at once; one that dies sooner is waited for longer each time. */
const soundAfterMs = 10_000
const firstWaitMs = 250
const longestWaitMs = 30_000

/**
 * Starts sshd, and again whenever it ends. Resolves when the first start has come to something, good or bad.
 *
 * @param start what it throws is a failed start like any other
 */
export async function supervise(start: () => Promise<SshdProcess>, log: Logger): Promise<Supervisor> {
  const stopping = new AbortController()
  let liveness: Liveness = { up: false, reason: "starting", message: "sshd is being started", hint: "wait a moment" }
  let current: SshdProcess | undefined

  function down(failure: Failure): void {
    // Said once, and not at each of many tries.
    const isNews = liveness.up || liveness.message !== failure.message
    liveness = { up: false, ...failure }
    const { reason, message } = failure
    if (isNews && !stopping.signal.aborted) log.warn({ reason, detail: message }, "the SSH gateway is down")
  }

  /** One life of sshd: how it ended. */
  async function live(onSettled: () => void): Promise<void> {
    try {
      current = await start()
      if (stopping.signal.aborted) await current.stop()
      const failure = await current.listening
      if (failure === undefined) {
        liveness = { up: true }
        log.info("the SSH gateway listens")
      } else down(failure)
      onSettled()
      const how = await current.ended
      if (failure === undefined) down({ reason: "sshd_ended", message: how, hint: retryHint })
    } catch (error) {
      const { reason, hint = retryHint } = error instanceof GatewayFault ? error : { reason: "unexpected" as const }
      down({ reason, message: error instanceof Error ? error.message : String(error), hint })
      onSettled()
    }
  }

  async function keepAlive(onSettled: () => void): Promise<void> {
    for (let waitMs = firstWaitMs; !stopping.signal.aborted; ) {
      const startedAt = performance.now()
      await live(onSettled)
      if (performance.now() - startedAt >= soundAfterMs) waitMs = firstWaitMs
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => {})
      waitMs = Math.min(2 * waitMs, longestWaitMs)
    }
  }

  let running = Promise.resolve()
  await new Promise<void>((resolve) => {
    running = keepAlive(resolve)
  })
  return {
    liveness: () => liveness,
    async stop() {
      stopping.abort()
      await current?.stop()
      await running
    },
  }
}
