import type { Client } from "@latchkey/contract"

// A file of its own, so that asking for it loads no client where no command needed one.

/** A daemon, and who we are there. */
export interface Connection {
  readonly client: Client
  readonly url: string
}

let used: Connection | undefined

export function rememberConnection(connection: Connection): void {
  used = connection
}

/** The connection that the command has used; absent when it needed none. */
export function usedConnection(): Connection | undefined {
  return used
}
