import type { Connection } from "./connection.ts"

// A file of its own, so that asking for it loads no client where no command needed one.

let used: Connection | undefined

export function rememberConnection(connection: Connection): void {
  used = connection
}

/** The connection that the command has used; absent when it needed none. */
export function usedConnection(): Connection | undefined {
  return used
}
