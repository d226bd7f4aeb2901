// The fault: of two daemons started at once on one data folder, the second took the first one's gateway socket and
// configuration away, or served without a gateway. The first went on saying that its gateway is on, and every login was
// refused.

import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { openDataFolder } from "../../packages/daemon/src/data-folder.ts"
import { type RunningDaemon, startDaemon } from "../kit/daemon.ts"

let dataFolder: string
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), "latchkey-two-"))
})
afterEach(() => rmSync(dataFolder, { recursive: true }))

const start = () => startDaemon({ dataFolder, env: { LATCHKEY_SSH_LISTEN: "127.0.0.1:0" } })
const refusal = (folder: string) =>
  `latchkey: error: another Latchkey already runs with the data folder ${folder}\n` +
  "latchkey: hint: stop that one first, or give this one another folder with LATCHKEY_DATA\n"

test("of two daemons that start at once on a data folder, one serves whole and the other says why it does not", async () => {
  const starts = await Promise.allSettled([start(), start()])
  const daemons = starts.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []))
  try {
    expect(daemons).toHaveLength(1)
    expect(starts.map((one) => (one.status === "rejected" ? String(one.reason) : ""))).toContainEqual(
      expect.stringContaining(refusal(dataFolder)),
    )
    await expectWhole(daemons[0])
  } finally {
    for (const daemon of daemons) await daemon.stop()
  }
})

test("a daemon that is killed leaves its data folder to the next", async () => {
  await (await start()).kill()
  const next = await start()
  await expectWhole(next)
  expect(await next.stop()).toBe(0)
})

test("a data folder can be opened again once it was let go", async () => {
  const letGo = await openDataFolder(dataFolder)
  await expect(openDataFolder(dataFolder)).rejects.toMatchObject({ code: "conflict" })
  letGo()
  const letGoAgain = await openDataFolder(dataFolder)
  letGoAgain()
})

async function expectWhole(daemon: RunningDaemon | undefined): Promise<void> {
  expect((await fetch(`${daemon?.url}/readyz`)).status).toBe(200)
  if (/SSH gateway +off/.test(daemon?.printed() ?? "")) return
  const socket = connect(join(dataFolder, "run", "sshd.sock"))
  await once(socket, "connect")
  socket.destroy()
}
