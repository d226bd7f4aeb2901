// A body that is too long was answered while its sender was still at it, and the connection closed: what was on its way
// then met a closed socket, the reset threw the answer away, and proxies told their callers 502 in place of 413.
import { once } from "node:events"
import { connect, type Socket } from "node:net"
import { setTimeout as delay } from "node:timers/promises"
import { apiPrefix } from "@latchkey/contract"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type RunningDaemon, startDaemon } from "../kit/daemon.ts"

const size = 3 * 1024 * 1024
const pieces = 6

let daemon: RunningDaemon
beforeAll(async () => {
  daemon = await startDaemon()
})
afterAll(() => daemon.stop())

async function send(socket: Socket, path: string, header: string, encode: (piece: string) => string): Promise<void> {
  const { host } = new URL(daemon.url)
  const lines = [`POST ${apiPrefix}${path} HTTP/1.1`, `host: ${host}`, "content-type: application/json", header]
  socket.write(`${[...lines, "connection: close"].join("\r\n")}\r\n\r\n`)
  for (let piece = 0; piece < pieces; piece++) {
    await delay(20)
    socket.write(encode("x".repeat(size / pieces)))
  }
}

test.each([
  { path: "/sign-in", status: 413 },
  { path: "/keys", status: 401 },
])("whoever sends $path too long a body, piece by piece, hears $status", async ({ path, status }) => {
  const { hostname, port } = new URL(daemon.url)
  for (const isChunked of [false, true]) {
    const socket = connect(Number(port), hostname)
    let answer = ""
    socket.setEncoding("utf8").on("data", (text: string) => {
      answer += text
    })
    const ended = once(socket, "close")
    const header = isChunked ? "transfer-encoding: chunked" : `content-length: ${size}`
    const chunk = (piece: string) => `${piece.length.toString(16)}\r\n${piece}\r\n`
    await send(socket, path, header, isChunked ? chunk : (piece) => piece)
    if (isChunked) socket.write("0\r\n\r\n")
    await ended
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  }
})
