import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import {
  type AccessRequest,
  addAccess,
  announcing,
  type Context,
  confirmServer,
  createServer,
  importKeys,
  offerEnrolment,
  type Server,
  type ServerRequest,
  type SshKey,
  signersAmong,
} from "@latchkey/core"
import { fingerprintSha256 } from "@latchkey/engine"
import { type HostClient, openHost } from "../../../../../tests/kit/host-client.ts"
import { type Installation, openInstallation, type Place } from "../../../../../tests/kit/installation.ts"
import { newPublicLine } from "../../../../../tests/kit/public-line.ts"
import { type BundleSigner, openBundleSigner } from "../../../src/bundle-signer.ts"
import { type ChangeCounters, createChangeFeed } from "../../../src/change-feed.ts"
import { createApp } from "../../../src/http/app.ts"
import { createLogger } from "../../../src/log.ts"
import { createMetrics } from "../../../src/metrics.ts"

/** One daemon's HTTP door over an installation, with what it needs around. */
export interface Door {
  readonly url: string
  readonly context: Context
  readonly metrics: ReturnType<typeof createMetrics>
  readonly signer: BundleSigner
  /** Ends it before the installation does. */
  stop(): Promise<void>
}

/** An installation with a door for servers; alice's project has the servers. */
export interface HostWorld extends Installation {
  readonly door: Door
  /** As one more daemon, or the same one started again; its data folder has the bundle key unless said otherwise. */
  openDoor(options?: { readonly dataFolder?: string; readonly publicUrl?: string }): Promise<Door>
  newServer(request?: Partial<ServerRequest>): Promise<{ readonly server: Server; readonly code: string }>
  /** A server that has enrolled and was confirmed, and its machine. */
  connect(request?: Partial<ServerRequest>): Promise<{ readonly server: Server; readonly host: HostClient }>
  /** A machine that has not enrolled yet; it asks wherever `at` says. */
  newHost(at?: () => string): Promise<HostClient>
  /** A new code for a server. */
  offer(server: Server): Promise<{ readonly code: string }>
  /** Confirms a server's host keys. */
  confirm(server: Server, host: HostClient): Promise<void>
  heldPolls(): Promise<number>
  newKey(name: string): Promise<SshKey>
  giveAccess(server: Server, request: AccessRequest): Promise<void>
}

const hostFolder = fileURLToPath(new URL("../../../../host", import.meta.url))

export async function openHostWorld(place?: Place, counters?: ChangeCounters): Promise<HostWorld> {
  const installation = await openInstallation(place)
  const { alice } = installation
  const folder = mkdtempSync(join(tmpdir(), "latchkey-host-"))
  const doors = new Set<Door>()
  let isFirst = true
  const logger = createLogger("silent")

  async function openDoor(options: Parameters<HostWorld["openDoor"]>[0] = {}): Promise<Door> {
    const bare = isFirst ? installation.context : await installation.otherDaemon()
    const changes = createChangeFeed({ daemonId: bare.secrets.id(), counters, log: logger })
    let url = options.publicUrl ?? "http://127.0.0.1"
    const publicUrl = () => url
    const ports = { ...bare, publicUrl, database: announcing(bare.database, changes) }
    const metrics = createMetrics()
    const bundleSigner = await openBundleSigner(ports, options.dataFolder ?? folder, logger)
    const app = await createApp({
      ports,
      changes,
      logger,
      metrics,
      isHttps: false,
      trustProxy: [],
      gateway: () => ({ state: "off", reason: "starting", message: "off", hint: "none" }),
      isStopping: () => false,
      ping: async () => {},
      audit: { keptDays: 0, lastSignedHead: async () => undefined },
      bundleSigner,
      allowsInsecureHttp: false,
      hostFolder,
      consoleFolder: folder,
    })
    const listening = await app.listen({ host: "127.0.0.1", port: 0 })
    if (options.publicUrl === undefined) url = listening
    const door: Door = {
      url: listening,
      context: ports,
      metrics,
      signer: bundleSigner,
      async stop() {
        doors.delete(door)
        await app.close()
        await changes.stop()
      },
    }
    doors.add(door)
    isFirst = false
    return door
  }

  const door = await openDoor()
  const projectId = (await installation.context.database.stores.projects.findPersonal(alice.account.id))?.id
  if (projectId === undefined) throw new Error("alice has no project")
  let count = 0

  const world: HostWorld = {
    ...installation,
    door,
    openDoor,
    async newServer(request = {}) {
      const named = { name: `web-${++count}`, ...request }
      const { server, secret } = await createServer(door.context, alice, projectId, named)
      return { server, code: secret }
    },
    async newHost(at = () => door.url) {
      return openHost(at, signersAmong(await door.context.database.stores.bundleKeys.list()).join("\n"))
    },
    async connect(request) {
      const { server, code } = await world.newServer(request)
      const host = await world.newHost()
      await host.enrol(code)
      await world.confirm(server, host)
      return { server, host }
    },
    async offer({ id }) {
      return { code: (await offerEnrolment(door.context, alice, id)).secret }
    },
    async confirm({ id }, host) {
      const fingerprints = host.hostKeys.map(({ blob }) => fingerprintSha256(blob))
      await confirmServer(door.context, alice, id, fingerprints)
    },
    async heldPolls() {
      const { text } = await door.metrics.read()
      return Number(/^latchkey_host_polls (\d+)$/m.exec(text)?.[1])
    },
    async newKey(name) {
      const [outcome] = await importKeys(door.context, alice, [{ text: newPublicLine(name), name }])
      if (outcome === undefined || !("key" in outcome)) throw new Error("the key was not imported")
      return outcome.key
    },
    async giveAccess(server, request) {
      await addAccess(door.context, alice, server.id, request)
    },
    async close() {
      for (const each of doors) await each.stop()
      await installation.close()
      rmSync(folder, { recursive: true })
    },
  }
  return world
}
