import { once } from "node:events"
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises"
import type { Server } from "node:http"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { CoreError } from "@latchkey/core"

/** What fits into sockaddr_un.sun_path with its final zero byte: 108 on Linux, 104 on the BSDs. */
const longestSocketPath = 103

/** Where the daemon listens for its own programs. */
export interface SocketPlace {
  readonly path: string
  /** Set when the folder is this start's own, to be removed with it. */
  readonly ownFolder?: string
}

/**
 * A place for a socket that only this user can reach: in `folder`, or in a new folder under the system's temporary one
 * when that path is too long for a socket or has characters that would need quoting.
 *
 * @throws CoreError `conflict` when another daemon answers there, `unavailable` when there is no fit place
 */
export async function claimSocket(folder: string): Promise<SocketPlace> {
  const path = join(folder, "sshd.sock")
  if (isFit(path)) {
    if (await isAnswered(path)) throw anotherGateway()
    await rm(path, { force: true })
    return { path }
  }
  const ownFolder = await mkdtemp(join(tmpdir(), "latchkey-"))
  const place = { path: join(ownFolder, "sshd.sock"), ownFolder }
  if (isFit(place.path)) return place
  await rm(ownFolder, { recursive: true })
  throw new CoreError("unavailable", `no socket can be made in ${folder}, nor in ${tmpdir()}`, {
    hint: "give Latchkey a data folder with a short, plain path",
  })
}

/** Makes a folder that is for this user alone. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o700)
}

/**
 * Resolves once `server` listens; rejects with the system's error.
 *
 * @throws CoreError `conflict` when another daemon, started at the same moment, was faster
 */
export async function listenAt(server: Server, path: string): Promise<void> {
  server.listen(path)
  try {
    await once(server, "listening")
  } catch (error) {
    throw error instanceof Error && "code" in error && error.code === "EADDRINUSE" ? anotherGateway() : error
  }
}

function anotherGateway(): CoreError {
  return new CoreError("conflict", "another Latchkey runs with the same data folder, and has its own SSH gateway", {
    hint: "stop that one first, or give this one another LATCHKEY_DATA",
  })
}

function isFit(path: string): boolean {
  return path.length <= longestSocketPath && /^[\w./-]+$/.test(path)
}

/** A socket file that nobody listens at is left over from a daemon that was killed. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once("connect", () => {
      socket.destroy()
      resolve(true)
    })
    socket.once("error", () => resolve(false))
  })
}
