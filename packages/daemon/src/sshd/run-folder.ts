import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { GatewayFault } from "./gateway-fault.ts"

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
 * @throws GatewayFault when there is no fit place
 */
export async function claimSocket(folder: string): Promise<SocketPlace> {
  const path = join(folder, "sshd.sock")
  if (isFit(path)) {
    // No daemon but this one has the folder: what lies there was left by one that was killed.
    await rm(path, { force: true })
    return { path }
  }
  const ownFolder = await mkdtemp(join(tmpdir(), "latchkey-"))
  const place = { path: join(ownFolder, "sshd.sock"), ownFolder }
  if (isFit(place.path)) return place
  await rm(ownFolder, { recursive: true })
  throw new GatewayFault(
    "data_folder_unusable",
    `no socket can be made in ${folder}, nor in ${tmpdir()}`,
    "give Latchkey a data folder with a short, plain path",
  )
}

/** Makes a folder that is for this user alone. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o700)
}

function isFit(path: string): boolean {
  return path.length <= longestSocketPath && /^[\w./-]+$/.test(path)
}
