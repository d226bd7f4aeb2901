import { CoreError } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"

/** What stands behind a public key is one line, and shows itself as it is. @throws CoreError `invalid` */
export function requireVisible(comment: string): void {
  if (toPrintable(comment) === comment) return
  throw new CoreError("invalid", "a comment is one line of visible text", { hint: "use --comment with another text" })
}
