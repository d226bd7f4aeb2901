import { detectPrivateKey } from "@latchkey/engine"
import pino, { type Logger } from "pino"

export type { Logger }

export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const
export type LogLevel = (typeof logLevels)[number]

/**
 * The daemon's log: JSON lines on standard error. What is logged is chosen field by field and never a request, so no
 * secret should reach it; a line that holds an API token or a private key all the same loses it here.
 */
export function createLogger(level: LogLevel): Logger {
  return pino({ level, base: null, hooks: { streamWrite: withoutSecrets } }, pino.destination({ dest: 2, sync: true }))
}

/** @param line one JSON line as pino wrote it */
export function withoutSecrets(line: string): string {
  const readable = line.includes("latchkey_") ? line.replace(/latchkey_[\w-]{20,}/g, "latchkey_[redacted]") : line
  if (detectPrivateKey(readable) === undefined) return readable
  return `${JSON.stringify({ level: 50, time: Date.now(), msg: "a log line that held a private key was dropped" })}\n`
}
