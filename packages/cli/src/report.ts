import { ApiError } from "@latchkey/contract"
import { CoreError, type ErrorCode, exitStatusOf, fromKeyError } from "@latchkey/core"
import { KeyError } from "@latchkey/engine"
import { CommanderError } from "commander"
import { Cancelled } from "./ask.ts"
import { describeFileError, isFileError } from "./file-error.ts"
import { printError, printHint, worsenExitStatus } from "./io.ts"

const cancelledStatus = 130

/** What a person is told of something thrown, and how it counts. */
interface Verdict {
  readonly status: number
  /** Absent when nothing is to be said. */
  readonly message?: string
  readonly hints?: readonly (string | undefined)[]
}

/** Tells the person what was thrown, and counts it in the exit status. `about` says what it is about. */
export function report(thrown: unknown, about?: string): void {
  const { status, message, hints = [] } = judge(thrown, about !== undefined)
  worsenExitStatus(status)
  if (message === undefined) return
  printError(about === undefined ? message : `${about}: ${message}`)
  for (const hint of hints) if (hint !== undefined) printHint(hint)
}

function judge(thrown: unknown, isPlaced: boolean): Verdict {
  if (thrown instanceof Cancelled) return { status: cancelledStatus }
  if (thrown instanceof CommanderError) return judgeUsage(thrown)
  if (thrown instanceof CoreError || thrown instanceof ApiError) {
    const { code, message, hint } = thrown
    return { status: exitStatusOf[code], message, hints: [hint ?? defaultHint(code), ...moreHints(thrown)] }
  }
  if (thrown instanceof KeyError) {
    const { message, hint } = fromKeyError(thrown)
    return { status: exitStatusOf.invalid, message, hints: [hint] }
  }
  if (isFileError(thrown)) {
    const { message, hint } = describeFileError(thrown, { namesFile: !isPlaced })
    return { status: exitStatusOf.invalid, message, hints: [hint] }
  }
  const words = thrown instanceof Error ? thrown.message : String(thrown)
  return { status: exitStatusOf.internal, message: `this is a fault of latchkey itself: ${words}` }
}

function judgeUsage({ code, message }: CommanderError): Verdict {
  // The help itself is what was said.
  if (code === "commander.help") return { status: exitStatusOf.invalid }
  const [fault, suggestion] = message.replace(/^error: /, "").split("\n")
  const hint = suggestion?.replace(/^\(D(.*)\)$/, "d$1") ?? "--help shows how it is used"
  return { status: exitStatusOf.invalid, message: fault ?? "", hints: [hint] }
}

function defaultHint(code: ErrorCode): string | undefined {
  return code === "unauthenticated" ? "log in with: latchkey login URL --handle HANDLE" : undefined
}

function* moreHints(error: CoreError | ApiError): Generator<string> {
  for (const { path, message } of error.fields ?? []) if (message !== error.message) yield `${path}: ${message}`
  if (error.retryAfter !== undefined) yield `wait ${error.retryAfter} s`
  if (error.code === "internal" && error instanceof ApiError && error.requestId !== undefined) {
    yield `the daemon's log has the cause under request id ${error.requestId}`
  }
}
