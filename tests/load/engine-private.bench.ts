import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parsePrivateKey } from "@latchkey/engine/private"
import type { Row } from "./row.ts"
import { turnByTurn } from "./turn-by-turn.ts"

const ROUNDS = 5
const passphrase = "correct horse"

/** Opening encrypted private keys, beside the tools that made them. */
export async function run(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-bench-"))
  try {
    const [openssh, putty, secret] = [join(folder, "key"), join(folder, "key.ppk"), join(folder, "passphrase")]
    writeFileSync(secret, passphrase)
    must("ssh-keygen", ["-q", "-t", "ed25519", "-a", "24", "-N", passphrase, "-f", openssh])
    must("puttygen", [openssh, "--old-passphrase", secret, "--new-passphrase", secret, "-O", "private", "-o", putty])
    return [
      await row("open a 24-round OpenSSH key / ssh-keygen -y", openssh, () =>
        must("ssh-keygen", ["-y", "-P", passphrase, "-f", openssh]),
      ),
      await row("open a .ppk of version 3 as puttygen makes it / puttygen", putty, () =>
        // Only what needs the private half makes puttygen open it.
        must("puttygen", [putty, "--old-passphrase", secret, "-O", "private-openssh", "-o", join(folder, "out")]),
      ),
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function row(name: string, file: string, tool: () => void): Promise<Row> {
  const text = readFileSync(file)
  const rate = async (work: () => unknown) => {
    const start = performance.now()
    await work()
    return 1000 / (performance.now() - start)
  }
  const { ours, reference, ratio } = await turnByTurn(
    ROUNDS,
    () => rate(() => parsePrivateKey(text, { passphrase })),
    () => rate(tool),
  )
  const times = 1 / ratio
  return {
    name,
    value: `${Math.round(1000 / ours)} ms`,
    reference: `${Math.round(1000 / reference)} ms`,
    ratio: times,
    aim: "at most 1.5",
    ok: times <= 1.5,
  }
}

function must(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8" })
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`)
}
