import { CoreError } from "@latchkey/core"
import { confirmDeed } from "./ask.ts"
import { canAsk, printNote } from "./io.ts"

/** What is asked before something that cannot be undone, or that others would feel. */
export interface Deed {
  readonly question: string
  /** The answer that does it, as "Delete key". */
  readonly deed: string
  /** The answer that does not. */
  readonly keep: string
  /** What was not done to anything then, as "deleted". */
  readonly done: string
}

/** Before anything is looked for. @throws CoreError `invalid` where nobody can be asked, and `--yes` is not given */
export function requireAnswer(yes: boolean | undefined): void {
  if (yes || canAsk()) return
  throw new CoreError("invalid", "there is no terminal to ask on whether this is meant", {
    hint: "add --yes to do it without being asked",
  })
}

/**
 * Shows what a deed closes, and asks whether it is meant; `--yes` is the answer already.
 *
 * @throws Cancelled
 */
export async function isMeant(yes: boolean | undefined, closes: () => string, deed: Deed): Promise<boolean> {
  if (yes) return true
  const words = closes()
  if (words !== "") process.stderr.write(`${words}\n`)
  if (await confirmDeed(deed.question, deed.deed, deed.keep)) return true
  printNote(`nothing was ${deed.done}`)
  return false
}
