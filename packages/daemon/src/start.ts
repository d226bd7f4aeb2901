import { setTimeout as delay } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { announcing, auditEventId, createEventBounds, needsSetUp } from "@latchkey/core"
import type { FastifyInstance } from "fastify"
import { defaultPublicUrl, hostOf } from "./addresses.ts"
import { openAuditSigner } from "./audit-signer.ts"
import { auditTasks, keepOwnAudit } from "./audit-tasks.ts"
import { settleFiles } from "./backup/staged-files.ts"
import { openBundleSigner } from "./bundle-signer.ts"
import { createChangeFeed } from "./change-feed.ts"
import { cleanUp } from "./clean-up.ts"
import type { Config } from "./config.ts"
import { openDataFolder } from "./data-folder.ts"
import { type OpenDatabase, openDatabase } from "./db/database.ts"
import { wasRestored } from "./db/restored.ts"
import { createAdmin } from "./first-admin.ts"
import { startHeartbeat } from "./heartbeat.ts"
import { createApp } from "./http/app.ts"
import { keyClaims } from "./key-claims.ts"
import { listen } from "./listen.ts"
import type { Logger } from "./log.ts"
import { createMetrics } from "./metrics.ts"
import { serveOpenStack } from "./openstack/serve-openstack.ts"
import { createPasswordHasher } from "./passwords.ts"
import { runPeriodically } from "./periodic.ts"
import { createSecrets } from "./secrets.ts"
import type { ListenAddress } from "./settings.ts"
import { createSetupToken } from "./setup-token.ts"
import { type Gateway, startGateway } from "./sshd/gateway.ts"

/** A daemon that serves. */
export interface Daemon {
  readonly publicUrl: string
  readonly listensOn: ListenAddress
  /** The text of the set-up link's token, while no account exists. */
  readonly setupToken: string | undefined
  readonly database: OpenDatabase["dialect"]
  readonly gateway: ReturnType<Gateway["state"]>
  /** Takes no more requests, answers those that run, and closes everything. */
  stop(): Promise<void>
}

const hostFolder = fileURLToPath(new URL("../../host", import.meta.url))
const consoleFolder = fileURLToPath(new URL("../../console/dist", import.meta.url))

const startingGateway = {
  state: "off",
  reason: "starting",
  message: "the SSH gateway is starting",
  hint: "wait a moment",
} as const

/** A request that is still running when the daemon stops gets this long, in milliseconds. */
const stopPatience = 10_000

/**
 * Starts everything, or nothing: what was opened before a part failed is closed again.
 *
 * @throws CoreError that says what to do
 */
export async function start(config: Config, logger: Logger): Promise<Daemon> {
  const secrets = createSecrets()
  const clock = { now: Date.now }
  const log = (message: string) => logger.info(message)
  const metrics = createMetrics()
  const { dataFolder, databaseUrl: url } = config
  const stack = new AsyncDisposableStack()
  try {
    stack.defer(await openDataFolder(dataFolder))
    const opened = await openDatabase({ url, dataFolder, secrets, clock, log, onRetry: metrics.countDatabaseRetry })
    stack.defer(() => opened.close())
    metrics.observeConnections(opened.connections)
    metrics.observeRegistered(opened.count)
    metrics.observeUnsealed(() => opened.stores.auditSeals.countUnsealed())
    const placed = await settleFiles(dataFolder, (restoreId) => wasRestored({ url, dataFolder }, restoreId))
    if (placed > 0) log(`a restore that was cut off has come to its end: ${placed} files were put in their places`)
    const { changeCounters, daemonBeats, taskClaims } = opened
    const daemonId = secrets.id()
    stack.defer(await startHeartbeat({ daemonId, beats: daemonBeats, log: logger }))
    const changes = createChangeFeed({ daemonId, counters: changeCounters, log: logger })
    stack.defer(() => changes.stop())
    const database = announcing(opened, changes)
    const setupToken = createSetupToken(secrets)
    const eventBounds = createEventBounds(() => auditEventId(secrets.id()))
    const passwords = createPasswordHasher()
    let address = config.listen
    const publicUrl = () => config.publicUrl ?? defaultPublicUrl(address)
    const ports = { database, clock, secrets, passwords, setupToken, eventBounds, publicUrl }
    const ownContext = () => ({ ...ports, origin: { door: "daemon", requestId: secrets.id() } }) as const
    await createAdmin(config, ownContext())
    const auditSigner = await openAuditSigner(ownContext(), dataFolder)
    stack.defer(keepOwnAudit(ownContext, auditSigner, logger))
    const bundleSigner = await openBundleSigner(ownContext(), dataFolder, logger)

    let isStopping = false
    let gateway: Gateway | undefined
    const app = await createApp(
      {
        ports,
        changes,
        logger,
        metrics,
        isHttps: publicUrl().startsWith("https:"),
        trustProxy: config.trustProxy,
        gateway: () => gateway?.state() ?? startingGateway,
        isStopping: () => isStopping,
        ping: () => database.ping(),
        audit: { keptDays: config.auditRetention, lastSignedHead: async () => auditSigner?.lastKept() },
        bundleSigner,
        allowsInsecureHttp: config.allowsInsecureHttp,
        hostFolder,
        consoleFolder,
      },
      [serveOpenStack],
    )
    stack.defer(() => closeApp(app))
    address = { ...config.listen, port: await listen(app, config.listen) }

    gateway = await startGateway({
      listen: config.sshListen,
      publicHost: hostOf(publicUrl()),
      dataFolder: config.dataFolder,
      contextFor: (origin) => ({ ...ports, origin }),
      log: logger,
      onAttempt: metrics.countGatewayLogin,
    })
    stack.defer(gateway.stop)
    const periodic = { claims: taskClaims, log: logger, onFailure: metrics.countTaskFailure }
    const tasks = [
      cleanUp(database.stores, clock, config.loginDays, changeCounters, daemonBeats),
      ...auditTasks(ownContext, config.auditRetention),
      keyClaims(ownContext),
    ]
    for (const task of tasks) stack.defer(runPeriodically(task, periodic))
    stack.defer(async () => {
      isStopping = true
      // Whoever asks whether it is ready sends requests elsewhere from now on.
      await delay(config.drain)
    })
    return {
      publicUrl: publicUrl(),
      listensOn: address,
      setupToken: (await needsSetUp(ownContext())) ? setupToken.text : undefined,
      database: database.dialect,
      gateway: gateway.state(),
      stop: () => stack.disposeAsync(),
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

async function closeApp(app: FastifyInstance): Promise<void> {
  const impatience = setTimeout(() => app.server.closeAllConnections(), stopPatience)
  await app.close()
  clearTimeout(impatience)
}
