import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"
import { type Desk, openDesk } from "./desk.ts"
import { makeNetwork, type TestNetwork } from "./test-network.ts"
import { bootServer, type ServerForm, type TestServer } from "./test-server.ts"

/** Where the tests of one file put their servers; all of it is removed after the last one. */
export interface Fleet {
  readonly network: TestNetwork
  /** For keys. */
  readonly folder: string
  boot(form: ServerForm): Promise<TestServer>
  openDesk(serverId?: string): Promise<Desk>
}

/** Makes a network for this test file. Call it where test servers can be booted. */
export function makeFleet(): Fleet {
  const network = makeNetwork()
  const folder = mkdtempSync(join(tmpdir(), "latchkey-fleet-"))
  const servers: TestServer[] = []
  const desks: Desk[] = []
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()))
    for (const desk of desks) desk.close()
    network.remove()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    network,
    folder,
    async boot(form) {
      const server = await bootServer(network, form)
      servers.push(server)
      return server
    },
    async openDesk(serverId) {
      const desk = await openDesk(network.address, serverId)
      desks.push(desk)
      return desk
    },
  }
}
