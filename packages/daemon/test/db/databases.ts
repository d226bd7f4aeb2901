import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { afterAll, afterEach, beforeAll, beforeEach, describe } from "vitest"
import { hasPostgres, type PostgresCluster, startPostgres } from "../../../../tests/kit/postgres.ts"
import { type OpenDatabase, type OpenDatabaseOptions, openDatabase } from "../../src/db/database.ts"
import { createSecrets } from "../../src/secrets.ts"

const secrets = createSecrets()

/** A new UUID version 7; each is greater than those before it. */
export const newId = secrets.id

/** An empty database of its own for each test. */
export interface TestDatabase {
  readonly url: string | undefined
  readonly dataFolder: string
  /** Opens it, as one more daemon does. It is closed when the test ends. */
  open(options?: Partial<OpenDatabaseOptions>): Promise<OpenDatabase>
}

/** Declares the same tests for SQLite and for PostgreSQL. */
export function onEachDatabase(suite: (current: () => TestDatabase, dialect: OpenDatabase["dialect"]) => void): void {
  describe("on SQLite", () => {
    declare("sqlite", async () => undefined, suite)
  })
  onPostgres(suite)
}

/** The same for PostgreSQL alone: what only several daemons over one database do. */
export function onPostgres(suite: (current: () => TestDatabase, dialect: OpenDatabase["dialect"]) => void): void {
  describe.skipIf(!hasPostgres())("on PostgreSQL", () => {
    let cluster: PostgresCluster | undefined
    let count = 0
    beforeAll(async () => {
      cluster = await startPostgres({ fsync: false })
    })
    afterAll(async () => {
      await cluster?.stop()
    })
    const newDatabase = async () => {
      if (cluster === undefined) throw new Error("PostgreSQL has not started")
      return createDatabase(cluster.url, `test_${++count}`)
    }
    declare("postgres", newDatabase, suite)
  })
}

function declare(
  dialect: OpenDatabase["dialect"],
  newDatabase: () => Promise<string | undefined>,
  suite: Parameters<typeof onEachDatabase>[0],
): void {
  let current: TestDatabase | undefined
  const opened: OpenDatabase[] = []
  beforeEach(async () => {
    const url = await newDatabase()
    const dataFolder = mkdtempSync(join(tmpdir(), "latchkey-db-"))
    current = {
      url,
      dataFolder,
      async open(options = {}) {
        const database = await openDatabase({ url, dataFolder, secrets, clock: { now: Date.now }, ...options })
        opened.push(database)
        return database
      },
    }
  })
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close()
    if (current !== undefined) rmSync(current.dataFolder, { recursive: true })
  })
  suite(() => {
    if (current === undefined) throw new Error("no test runs")
    return current
  }, dialect)
}

/** Makes an empty database in a cluster and answers with its address. */
async function createDatabase(clusterUrl: string, name: string): Promise<string> {
  const client = new pg.Client(clusterUrl)
  await client.connect()
  try {
    await client.query(`create database ${name}`)
  } finally {
    await client.end()
  }
  const url = new URL(clusterUrl)
  url.pathname = `/${name}`
  return url.href
}
