import { toPrintable } from "@latchkey/engine"
import { isForPeople } from "./io.ts"
import { linesOf } from "./lines.ts"

/** Prints a text as it comes, byte for byte; on a terminal nothing but its visible text. Waits where the reader is slow. */
export async function printStream(chunks: AsyncIterable<string>): Promise<void> {
  if (isForPeople()) for await (const line of linesOf(chunks)) await write(`${toPrintable(line.replace(/\r$/, ""))}\n`)
  else for await (const chunk of chunks) await write(chunk)
}

function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })
}
