import { connect, type Socket } from "node:net"

/** How many of the same GET request a listener answers in a second, over some connections that are kept open. */
export async function requestsPerSecond(
  url: string,
  headers: Readonly<Record<string, string>>,
  options: { readonly connections: number; readonly milliseconds: number },
): Promise<number> {
  const { hostname, port, pathname } = new URL(url)
  const lines = Object.entries({ host: hostname, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  const request = `GET ${pathname} HTTP/1.1\r\n${lines.join("")}\r\n`
  const end = performance.now() + options.milliseconds
  const counts = await Promise.all(
    Array.from({ length: options.connections }, () => repeat(connect(Number(port), hostname), request, end)),
  )
  return (counts.reduce((sum, count) => sum + count, 0) / options.milliseconds) * 1000
}

/** Sends the next request when the answer to the last is whole. */
function repeat(socket: Socket, request: string, end: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let answered = 0
    /** Bytes of the current answer that are still to come; undefined before its head. */
    let missing: number | undefined
    socket.setNoDelay(true)
    socket.on("error", reject)
    socket.on("data", (chunk: Buffer) => {
      missing ??= answerLength(chunk)
      missing -= chunk.length
      if (missing > 0) return
      missing = undefined
      answered++
      if (performance.now() < end) return void socket.write(request)
      socket.destroy()
      resolve(answered)
    })
    socket.write(request)
  })
}

function answerLength(chunk: Buffer): number {
  const head = chunk.subarray(0, chunk.indexOf("\r\n\r\n")).toString("latin1")
  const length = /^content-length: (\d+)/im.exec(head)?.[1]
  if (!head.startsWith("HTTP/1.1 200") || length === undefined) throw new Error(`unexpected answer: ${head}`)
  return head.length + 4 + Number(length)
}
