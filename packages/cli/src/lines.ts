import { CoreError } from "@latchkey/core"

/** Characters. Longer than any line that the daemon writes. */
const longestLine = 1_000_000

/** The lines of a text that comes in parts, without their ends. @throws CoreError `invalid` for a line without end */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ""
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split("\n")
    rest = lines.pop() ?? ""
    yield* lines
    if (rest.length > longestLine) throw new CoreError("invalid", "a line of it is too long to be the daemon's")
  }
  if (rest !== "") yield rest
}
