import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../../tests/kit/daemon.ts"
import { type CliResult, runCli } from "./run-cli.ts"

/** A person with an account, at a machine with an empty home folder. */
export interface Desk {
  readonly daemon: RunningDaemon
  readonly account: SignedUp
  /** Where files can be made; removed at the end. */
  readonly folder: string
  /** The environment of a person who has not logged in. */
  readonly env: Readonly<Record<string, string>>
  /** Runs a command as the account, by its API token. */
  run(...args: readonly string[]): Promise<CliResult>
  /** The same, with something on stdin. */
  runWith(stdin: string | Uint8Array, ...args: readonly string[]): Promise<CliResult>
  leave(): Promise<void>
}

/** Starts a daemon with one account; `settings` are the daemon's. */
export async function sitDown(settings: Readonly<Record<string, string>> = {}): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-cli-"))
  const daemon = await startDaemon({ env: settings })
  const account = await signUp(daemon)
  mkdirSync(join(folder, "home"))
  const env = { HOME: join(folder, "home"), XDG_CONFIG_HOME: join(folder, "config") }
  const asAccount = { ...env, LATCHKEY_URL: daemon.url, LATCHKEY_TOKEN: account.token }
  return {
    daemon,
    account,
    folder,
    env,
    run: (...args) => runCli(args, { env: asAccount }),
    runWith: (stdin, ...args) => runCli(args, { env: asAccount, stdin }),
    async leave() {
      await daemon.stop()
      rmSync(folder, { recursive: true })
    },
  }
}
