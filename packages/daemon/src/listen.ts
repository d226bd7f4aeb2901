import { setImmediate as nextTurn } from "node:timers/promises"
import { CoreError } from "@latchkey/core"
import type { FastifyInstance } from "fastify"
import type { ListenAddress } from "./settings.ts"

/**
 * Connections that may wait to be taken: a thousand servers come back at the same moment when a key of theirs goes, and
 * each that finds no room tries again a second later. The system may allow less (net.core.somaxconn).
 */
const backlog = 4096

/**
 * Listens, and gives the port: the system's choice where 0 was asked for.
 *
 * @throws CoreError `conflict` when another program listens there, `unavailable`
 */
export async function listen(app: FastifyInstance, { host, port }: ListenAddress): Promise<number> {
  app.addHook("preClose", untilNobodyWaits)
  try {
    await app.listen({ host, port, backlog })
  } catch (cause) {
    throw cannotListen(`${host}:${port}`, cause)
  }
  const address = app.server.address()
  return typeof address === "object" && address !== null ? address.port : port
}

/** Milliseconds. */
const shortTurn = 0.5
const longestWait = 2_000

/**
 * The system resets connections that nobody has taken yet when the listening ends, and a proxy cannot know whether what it
 * sent there was read. The event loop takes all of them once a turn; so the end comes right after a turn without work.
 */
async function untilNobodyWaits(): Promise<void> {
  const began = performance.now()
  for (let last = began, isQuiet = false; !isQuiet; ) {
    await nextTurn()
    const now = performance.now()
    isQuiet = now - last < shortTurn || now - began > longestWait
    last = now
  }
}

function cannotListen(address: string, cause: unknown): CoreError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined
  if (code === "EADDRINUSE") {
    return new CoreError("conflict", `another program already listens on ${address}`, {
      hint: "stop it, or choose another address with LATCHKEY_LISTEN",
      cause,
    })
  }
  return new CoreError("unavailable", `listening on ${address} is not possible (${String(code ?? cause)})`, {
    hint:
      code === "EACCES"
        ? "ports below 1024 are for root: choose a higher one with LATCHKEY_LISTEN"
        : "LATCHKEY_LISTEN names an address of this machine and a port, as 127.0.0.1:8022",
    cause,
  })
}
