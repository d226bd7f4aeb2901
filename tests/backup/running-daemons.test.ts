import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { routes } from "@latchkey/contract"
import { expect, test } from "vitest"
import { runCli } from "../../packages/cli/test/run-cli.ts"
import { signUp, startDaemon } from "../kit/daemon.ts"
import { hasPostgres, startPostgres } from "../kit/postgres.ts"
import { newPublicLine } from "../kit/public-line.ts"

test.skipIf(!hasPostgres())(
  "a database that a daemon elsewhere uses is not replaced; one whose daemon was killed is",
  async () => {
    const cluster = await startPostgres({ fsync: false })
    const folder = mkdtempSync(join(tmpdir(), "latchkey-elsewhere-"))
    const passphraseFile = join(folder, "passphrase")
    writeFileSync(passphraseFile, "correct horse battery staple")
    const file = join(folder, "latchkey.backup")
    const archive = (...args: readonly string[]) =>
      runCli([...args, "--passphrase-file", passphraseFile], {
        env: { LATCHKEY_DATA: join(folder, "own"), DATABASE_URL: cluster.url },
      })
    const daemon = await startDaemon({ database: cluster.url })
    try {
      const alice = await signUp(daemon)
      expect(await archive("backup", file)).toMatchObject({ status: 0 })
      await alice.client.call(routes.importKeys, { body: { keys: [{ text: newPublicLine("later") }] } })

      const refused = await archive("restore", file, "--replace", "--yes")
      expect(refused).toMatchObject({ status: 5, stdout: "" })
      expect(refused.stderr).toMatch(
        /^latchkey: error: a Latchkey daemon is running with this database\nlatchkey: hint: stop every daemon [^\n]+\n$/,
      )
      expect((await alice.client.call(routes.listKeys, { query: {} })).total).toBe(1)

      await daemon.kill()
      const restored = await archive("restore", file, "--replace", "--yes")
      expect(restored, restored.stderr).toMatchObject({ status: 0 })
      expect(restored.stderr).toContain("what was replaced is kept in")
    } finally {
      await daemon.stop()
      await cluster.stop()
      rmSync(folder, { recursive: true })
    }
  },
)
