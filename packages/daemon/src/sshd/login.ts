import {
  admitById,
  type Context,
  CoreError,
  exitStatusOf,
  greeting,
  proofWords,
  proveByLogin,
  type SshKeyId,
  toCoreError,
} from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"

/** What a login gets to see, and the exit status that its `ssh` ends with. */
export interface LoginAnswer {
  readonly status: number
  /** Lines without a final line end. */
  readonly text: string
}

/**
 * Answers whoever has signed in with a key, which is looked up again: it may have been removed since sshd asked.
 *
 * @param command what the client asked to run, "" for nothing
 * @throws CoreError `unauthenticated`, `not_implemented`, `unavailable`, and what `proveByLogin` throws
 */
export async function answerLogin(context: Context, keyId: SshKeyId, command: string): Promise<LoginAnswer> {
  const admitted = await admitById(context, keyId)
  if (admitted === undefined) {
    throw new CoreError("unauthenticated", "this key opens nothing any more", {
      hint: "it was removed, disabled or has expired: look at your keys in Latchkey",
    })
  }
  const [verb, code, ...rest] = command.trim().split(/\s+/)
  if (verb === "verify" && code !== undefined && rest.length === 0) {
    const proof = await proveByLogin(context, admitted.key.fingerprint, code)
    return { status: 0, text: toPrintable(proofWords(proof)) }
  }
  if (command !== "") {
    throw new CoreError("not_implemented", "this gateway runs no commands and copies no files", {
      hint: "leave the command out to see who you are here; `verify CODE` proves that a key is yours",
    })
  }
  return { status: 0, text: toPrintable(greeting(admitted)) }
}

/** How an error looks on a terminal. */
export function answerError(thrown: unknown): LoginAnswer {
  const { code, message, hint } = toCoreError(thrown)
  const lines = [`error: ${message}`, ...(hint === undefined ? [] : [`hint: ${hint}`])]
  return { status: exitStatusOf[code], text: lines.map((line) => `latchkey: ${toPrintable(line)}`).join("\n") }
}
