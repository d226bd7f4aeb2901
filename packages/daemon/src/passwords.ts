import { CoreError, type PasswordHasher } from "@latchkey/core"
import { createTurns } from "./turns.ts"

/** Above OWASP's minimum for argon2id (19 MiB, 2 passes): about 60 ms and 32 MiB on the reference machine. */
const cost = { memoryCost: 32 * 1024, timeCost: 3, parallelism: 1 }

/** At once, in libuv's threads: each takes a core and 32 MiB. */
const maximumRunning = 2
/** Beyond this a caller would wait for more than a second. */
const maximumWaiting = 32

/** argon2id, in turns, so that sign-ins starve neither all else nor each other. */
export function createPasswordHasher(): PasswordHasher {
  const turns = createTurns({ running: maximumRunning, waiting: maximumWaiting, tooMany })
  // Loaded with the first password: most of what the daemon answers needs none.
  const argon2 = () => import("@node-rs/argon2")
  const hash = async (password: string) => (await argon2()).hash(password, cost)
  let standIn: Promise<string> | undefined

  return {
    inTurn: turns.inTurn,
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
