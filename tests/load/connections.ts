import { once } from "node:events"
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

/** A request with a body, or without. */
export interface LoadRequest {
  readonly method: string
  readonly path: string
  readonly body?: object
}

/** How many of these requests a listener answers in a second, each sent once, over some connections that are kept open. */
export async function eachPerSecond(
  url: string,
  headers: Readonly<Record<string, string>>,
  requests: readonly LoadRequest[],
  connections: number,
): Promise<number> {
  const { hostname, port, pathname } = new URL(url)
  const lines = Object.entries({ host: hostname, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  const waiting = requests.map(({ method, path, body }) => {
    const text = body === undefined ? "" : JSON.stringify(body)
    const ofBody = text === "" ? "" : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n`
    return `${method} ${pathname}${path} HTTP/1.1\r\n${lines.join("")}${ofBody}\r\n${text}`
  })
  const sockets = Array.from({ length: connections }, () => connect(Number(port), hostname))
  await Promise.all(sockets.map((socket) => once(socket, "connect")))
  const start = performance.now()
  await Promise.all(sockets.map((socket) => converse(socket, () => waiting.shift())))
  return (requests.length / (performance.now() - start)) * 1000
}

/** Sends the same request again and again. */
function repeat(socket: Socket, request: string, end: number): Promise<number> {
  return converse(socket, (answered) => (answered === 0 || performance.now() < end ? request : undefined))
}

/** Sends the next request when the answer to the last is whole. @returns how many were answered */
function converse(socket: Socket, next: (answered: number) => string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    let answered = 0
    const proceed = () => {
      const request = next(answered)
      if (request !== undefined) return void socket.write(request)
      socket.destroy()
      resolve(answered)
    }
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
      proceed()
    })
    proceed()
  })
}

function answerLength(chunk: Buffer): number {
  const head = chunk.subarray(0, chunk.indexOf("\r\n\r\n")).toString("latin1")
  // An answer of no content says no length.
  const length = head.startsWith("HTTP/1.1 204") ? "0" : /^content-length: (\d+)/im.exec(head)?.[1]
  if (!head.startsWith("HTTP/1.1 2") || length === undefined) throw new Error(`unexpected answer: ${head}`)
  return head.length + 4 + Number(length)
}
