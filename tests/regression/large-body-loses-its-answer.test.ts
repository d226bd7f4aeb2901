// A body that is too long was answered while its sender was still at it, and the connection closed: what was on its way
// then met a closed socket, the reset threw the answer away, and nginx told its caller 502 in place of 413.
import { connect } from "node:net"
import { apiPrefix } from "@latchkey/contract"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type RunningDaemon, startDaemon } from "../kit/daemon.ts"

let daemon: RunningDaemon
beforeAll(async () => {
  daemon = await startDaemon()
})
afterAll(() => daemon.stop())

test("whoever sends a body that is too long hears so, and can go on on the same connection", async () => {
  const { hostname, port, host } = new URL(daemon.url)
  const size = 3 * 1024 * 1024
  const socket = connect(Number(port), hostname)
  let answers = ""
  socket.setEncoding("utf8").on("data", (text: string) => {
    answers += text
  })
  const statuses = () => answers.match(/HTTP\/1\.1 \d{3}/g)
  const head = (lines: string) => `${lines}\r\nhost: ${host}\r\n`
  socket.write(
    `${head(`POST ${apiPrefix}/sign-in HTTP/1.1`)}content-type: application/json\r\ncontent-length: ${size}\r\n\r\n`,
  )
  await expect.poll(statuses, { timeout: 20_000 }).toEqual(["HTTP/1.1 413"])
  socket.write("x".repeat(size))
  socket.write(`${head("GET /healthz HTTP/1.1")}\r\n`)
  await expect.poll(statuses, { timeout: 20_000 }).toEqual(["HTTP/1.1 413", "HTTP/1.1 200"])
  socket.destroy()
})
