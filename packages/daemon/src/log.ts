import { detectPrivateKey, toPrintable } from "@latchkey/engine"
import pino, { type Logger } from "pino"

export type { Logger }

export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const
export type LogLevel = (typeof logLevels)[number]

/**
 * The daemon's log on standard error: JSON lines, or on a terminal lines for people. What is logged is chosen field by
 * field and never a request, so no secret should reach it; a line that holds an API token or a private key all the same
 * loses it here.
 */
export function createLogger(level: LogLevel, isTerminal = process.stderr.isTTY): Logger {
  const write = (line: string) => (isTerminal ? forPeople(withoutSecrets(line)) : withoutSecrets(line))
  return pino({ level, base: null, hooks: { streamWrite: write } }, pino.destination({ dest: 2, sync: true }))
}

/** @param line one JSON line as pino wrote it */
export function withoutSecrets(line: string): string {
  const readable = line.includes("latchkey_") ? line.replace(/latchkey_[\w-]{20,}/g, "latchkey_[redacted]") : line
  if (detectPrivateKey(readable) === undefined) return readable
  return `${JSON.stringify({ level: 50, time: Date.now(), msg: "a log line that held a private key was dropped" })}\n`
}

/** `14:03:59 info  stopping (signal SIGINT)`: the local time, and of an error its message alone. */
export function forPeople(line: string): string {
  const { level, time, msg, ...facts }: Readonly<Record<string, unknown>> = JSON.parse(line)
  const clock = new Date(Number(time)).toTimeString().slice(0, 8)
  const label = (pino.levels.labels[Number(level)] ?? "").padEnd(5)
  const known = Object.entries(facts).flatMap(([name, value]) => {
    const words = factWords(value)
    return words === undefined ? [] : [name === "err" ? words : `${name} ${words}`]
  })
  const text = `${clock} ${label} ${msg}${known.length === 0 ? "" : ` (${known.join(", ")})`}`
  return `${toPrintable(text)}\n`
}

function factWords(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return value === null ? undefined : String(value)
  return "message" in value ? String(value.message) : undefined
}
