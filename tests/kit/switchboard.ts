import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"

/** An address whose connections go to another one, which can change: what a database's virtual address is. */
export interface Switchboard {
  readonly port: number
  /** Cuts what is connected; the next connections go there. */
  switchTo(port: number): void
  /** From now on each piece of an answer takes so many milliseconds more. */
  slowDown(time: number): void
  stop(): Promise<void>
}

export async function startSwitchboard(firstPort: number): Promise<Switchboard> {
  let to = firstPort
  let pause = 0
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on("error", () => {})
    socket.once("close", () => sockets.delete(socket))
  }
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((near) => {
    const far = connect(to, "127.0.0.1")
    keep(near)
    keep(far)
    near.pipe(far)
    far.on("data", (piece) => setTimeout(() => near.writable && near.write(piece), pause))
    far.once("close", () => setTimeout(() => near.destroy(), pause))
    near.once("close", () => far.destroy())
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    switchTo(port) {
      to = port
      cut()
    },
    slowDown(time) {
      pause = time
    },
    async stop() {
      server.close()
      cut()
      await once(server, "close")
    },
  }
}
