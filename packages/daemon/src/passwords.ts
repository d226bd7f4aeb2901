import { CoreError, type PasswordHasher } from "@latchkey/core"

/** Above OWASP's minimum for argon2id (19 MiB, 2 passes): about 60 ms and 32 MiB on the reference machine. */
const cost = { memoryCost: 32 * 1024, timeCost: 3, parallelism: 1 }

/** At once, in libuv's threads: each takes a core and 32 MiB. */
const maximumRunning = 2
/** Beyond this a caller would wait for more than a second: better to say so at once. */
const maximumWaiting = 32

/** argon2id, at most two at once and a bounded queue behind them, so that sign-ins cannot starve everything else. */
export function createPasswordHasher(): PasswordHasher {
  let running = 0
  const waiting: (() => void)[] = []

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= maximumRunning) {
      if (waiting.length >= maximumWaiting) {
        throw new CoreError("unavailable", "too many people are signing in at this moment", {
          hint: "wait a few seconds, then try again",
          retryAfter: 2,
        })
      }
      // Whoever ends hands its place on, so `running` stays as it is.
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else {
      running++
    }
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }

  // Loaded with the first password: most of what the daemon answers needs none.
  const argon2 = () => import("@node-rs/argon2")
  const hash = async (password: string) => (await argon2()).hash(password, cost)
  let standIn: Promise<string> | undefined

  return {
    hash: (password) => inTurn(() => hash(password)),
    verify: (stored, password) =>
      inTurn(async () => {
        // Made whether or not it is needed, so that the first unknown name takes no longer than the first known one.
        standIn ??= hash("no account has this password")
        const insteadOfNone = await standIn
        const matches = await (await argon2()).verify(stored ?? insteadOfNone, password)
        return matches && stored !== undefined
      }),
  }
}
