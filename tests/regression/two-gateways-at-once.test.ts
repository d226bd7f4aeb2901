// The fault: of two daemons started at once on one data folder, the one that came second to the gateway's socket removed it
// as it gave up. The first went on saying that its gateway is on, and every login was refused.

import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { claimSocket, listenAt } from "../../packages/daemon/src/sshd/run-folder.ts"

test("a gateway that comes second says so and leaves the first one's socket alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-two-"))
  const [first, second] = [createServer(), createServer()]
  try {
    // Both look before either listens.
    const places = await Promise.all([claimSocket(folder), claimSocket(folder)])
    await listenAt(first, places[0].path)
    await expect(listenAt(second, places[1].path)).rejects.toThrow("another Latchkey runs with the same data folder")
    second.close()
    const socket = connect(places[0].path)
    await once(socket, "connect")
    socket.destroy()
  } finally {
    first.close()
    rmSync(folder, { recursive: true })
  }
})
