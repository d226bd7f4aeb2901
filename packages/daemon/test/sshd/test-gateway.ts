import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  auditEventId,
  type Context,
  createEventBounds,
  createFirstAccount,
  importKeys,
  type Origin,
  type SignedIn,
  type SshKey,
  signedInBy,
} from "@latchkey/core"
import pino from "pino"
import { openDatabase } from "../../src/db/database.ts"
import { createPasswordHasher } from "../../src/passwords.ts"
import { createSecrets } from "../../src/secrets.ts"
import { createSetupToken } from "../../src/setup-token.ts"
import { type Gateway, type GatewayOptions, startGateway } from "../../src/sshd/gateway.ts"

/** A gateway over a real SQLite database in a temporary folder, with the account "kim" in it. */
export interface TestGateway {
  readonly gateway: Gateway
  /** 0 when the gateway is off. */
  readonly port: number
  readonly user: string
  readonly dataFolder: string
  readonly context: Context
  readonly kim: SignedIn
  /** What the daemon logged, one JSON object each. */
  readonly log: readonly string[]
  /** Registers a public line for kim. */
  register(line: string, name: string, expiresAt?: number): Promise<SshKey>
  stop(): Promise<void>
}

export interface TestGatewayOptions extends Partial<Omit<GatewayOptions, "contextFor" | "log">> {
  /** Stands between the gateway and the ports that it is given. */
  readonly wrap?: (context: Context) => Context
}

export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const { wrap = (context) => context, ...given } = options
  const folder = mkdtempSync(join(tmpdir(), "latchkey-gateway-"))
  const dataFolder = given.dataFolder ?? join(folder, "data")
  const secrets = createSecrets()
  const clock = { now: Date.now }
  // Apart from the gateway's files, so that each start begins with an empty database.
  const database = await openDatabase({ url: undefined, dataFolder: join(folder, "database"), secrets, clock })
  const setupToken = createSetupToken(secrets)
  const eventBounds = createEventBounds(() => auditEventId(secrets.id()))
  const publicUrl = () => "http://localhost:8022"
  const ports = { database, clock, secrets, passwords: createPasswordHasher(), setupToken, eventBounds, publicUrl }
  const contextFor = (origin: Origin): Context => ({ ...ports, origin })
  const context = contextFor({ door: "daemon", requestId: secrets.id() })
  const password = "only for this test"
  const opened = await createFirstAccount(context, {
    handle: "kim",
    email: "kim@localhost",
    displayName: "Kim",
    password,
  })
  const kim = signedInBy(opened)

  const log: string[] = []
  const gateway = await startGateway({
    listen: { host: "127.0.0.1", port: 0 },
    publicHost: "gateway.test",
    dataFolder,
    ...given,
    contextFor: (origin) => wrap(contextFor(origin)),
    log: pino({ level: "debug", base: null }, { write: (line: string) => void log.push(line) }),
  })
  const state = gateway.state()
  return {
    gateway,
    port: state.state === "on" ? state.port : 0,
    user: state.state === "on" ? state.user : "",
    dataFolder,
    context,
    kim,
    log,
    async register(line, name, expiresAt) {
      const request = { text: line, name, ...(expiresAt !== undefined && { expiresAt }) }
      const [outcome] = await importKeys(context, kim, [request])
      if (outcome === undefined || "error" in outcome) throw new Error(`not registered: ${String(outcome?.error)}`)
      return outcome.key
    },
    async stop() {
      await gateway.stop()
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
