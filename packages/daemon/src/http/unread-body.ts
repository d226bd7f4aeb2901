import type { IncomingMessage } from "node:http"

/** Bytes of a refused body that are read and forgotten: more than any proxy's usual limit. */
const longestForgotten = 32 * 1024 * 1024

/** Milliseconds without a byte, after which nobody is sending. */
const silence = 500

/**
 * Reads what is on its way of a body that is refused. Answered before it is sent in full, a connection that ends with its
 * answer would be reset, and the reset can overtake the answer: a proxy then tells its caller 502. Whoever sends nothing
 * waits for nothing; the request's own time limit ends one that comes too slowly.
 */
export async function forgetBody(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed || Number(request.headers["content-length"]) > longestForgotten) return
  await new Promise<void>((resolve) => {
    let length = 0
    const timer = setTimeout(resolve, silence)
    const end = () => {
      clearTimeout(timer)
      resolve()
    }
    request.on("data", (chunk: Buffer) => {
      length += chunk.length
      if (length > longestForgotten) end()
      else timer.refresh()
    })
    for (const event of ["end", "close", "error"]) request.once(event, end)
    request.resume()
  })
}
