import { spawnSync } from "node:child_process"
import { createHash, randomBytes } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { encodeBase64, fingerprintSha256, KeyError, parsePublicKey } from "@latchkey/engine"
import type { Row } from "./row.ts"

const KEYS = 100_000
const ROUNDS = 5
/** ssh-keygen does not check that an Ed25519 key is a point, so random ones do for it and for the same work here. */
const HEADER = Buffer.from("0000000b7373682d6564323535313900000020", "hex")

/** Parse + validate + SHA256 fingerprint of 100,000 Ed25519 lines, beside `ssh-keygen -lf` and bare primitives. */
export async function run(): Promise<Row[]> {
  const lines = Array.from({ length: KEYS }, (_, index) => {
    return `ssh-ed25519 ${encodeBase64(Buffer.concat([HEADER, randomBytes(32)]))} user${index}@host.example`
  })
  const text = `${lines.join("\n")}\n`
  const folder = mkdtempSync(join(tmpdir(), "latchkey-bench-"))
  try {
    const file = join(folder, "keys.pub")
    writeFileSync(file, text)
    const [engine = 0, bare = 0, keygen = 0] = fastest([
      () => parseAll(text),
      () => bareAll(text),
      () => sshKeygen(file),
    ])
    const [checked = 0] = fastest([() => parseChecked(text)], 1)
    return [
      row("parse + fingerprint, 100k ed25519 lines / ssh-keygen -lf", engine, keygen, 2.5),
      row("parse + fingerprint, 100k ed25519 lines / bare base64 + createHash", engine, bare, 0.6),
      row("the same with the curve check that ssh-keygen leaves out / ssh-keygen -lf", checked, keygen, undefined),
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function row(name: string, ours: number, reference: number, aim: number | undefined): Row {
  const ratio = reference / ours
  return {
    name,
    value: `${perSecond(ours)} keys/s`,
    reference: `${perSecond(reference)} keys/s`,
    ratio,
    aim: aim === undefined ? "none" : `at least ${aim}`,
    ok: aim === undefined || ratio >= aim,
  }
}

function perSecond(milliseconds: number): string {
  return Math.round((KEYS / milliseconds) * 1000).toLocaleString("en")
}

/** The shortest time of each work in milliseconds; the works take turns, so that the machine's moods meet all. */
function fastest(works: readonly (() => void)[], rounds = ROUNDS): number[] {
  const times = works.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < rounds; round++) {
    for (const [index, work] of works.entries()) {
      const start = performance.now()
      work()
      times[index] = Math.min(times[index] ?? 0, performance.now() - start)
    }
  }
  return times
}

function parseAll(text: string): void {
  for (const line of text.split("\n")) {
    if (line !== "") fingerprintSha256(parsePublicKey(line, { points: "trusted" }).blob)
  }
}

/** Half of the random keys are no points; refusing them takes as long as taking them. */
function parseChecked(text: string): void {
  for (const line of text.split("\n")) {
    try {
      if (line !== "") fingerprintSha256(parsePublicKey(line).blob)
    } catch (error) {
      if (!(error instanceof KeyError)) throw error
    }
  }
}

function bareAll(text: string): void {
  for (const line of text.split("\n")) {
    const data = line.split(" ")[1]
    if (data !== undefined) createHash("sha256").update(Buffer.from(data, "base64")).digest("base64")
  }
}

function sshKeygen(file: string): void {
  const { status } = spawnSync("ssh-keygen", ["-lf", file], { stdio: "ignore" })
  if (status !== 0) throw new Error("ssh-keygen -lf failed: install the Debian package openssh-client")
}
