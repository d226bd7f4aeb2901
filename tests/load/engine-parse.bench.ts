import { spawnSync } from "node:child_process"
import { createHash, generateKeyPairSync, randomBytes } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { encodeBase64, fingerprintSha256, KeyError, parsePublicKey } from "@latchkey/engine"
import type { Row } from "./row.ts"

const ROUNDS = 5

interface Kind {
  readonly name: string
  readonly count: number
  /** At least so many times as fast as ssh-keygen. */
  readonly aim: number
  /** One of so many different keys, as a blob. */
  readonly blob: () => Buffer
}

const kinds: readonly Kind[] = [
  // ssh-keygen does not check that an Ed25519 key is a point, so random ones do for it and for the same work here.
  { name: "ed25519", count: 100_000, aim: 2.5, blob: () => strings("ssh-ed25519", randomBytes(32)) },
  { name: "rsa-3072", count: 20_000, aim: 2, blob: () => strings("ssh-rsa", Buffer.of(1, 0, 1), randomModulus(3072)) },
  { name: "p256, on its curve", count: 10_000, aim: 1.5, blob: newP256 },
]

/** Parse + validate + SHA256 fingerprint of many lines, beside `ssh-keygen -lf` and bare primitives. */
export async function run(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-bench-"))
  try {
    return kinds.flatMap((kind) => rowsOf(kind, join(folder, "keys.pub")))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function rowsOf({ name, count, aim, blob }: Kind, file: string): readonly Row[] {
  const text = Array.from({ length: count }, (_, index) => lineOf(blob(), `user${index}@host.example`)).join("")
  writeFileSync(file, text)
  const [engine = 0, bare = 0, keygen = 0] = fastest([() => parseAll(text), () => bareAll(text), () => sshKeygen(file)])
  const perSecond = (milliseconds: number) => `${Math.round((count / milliseconds) * 1000).toLocaleString("en")} keys/s`
  const row = (reference: string, ours: number, theirs: number, least?: number): Row => ({
    name: `parse + fingerprint, ${name} / ${reference}`,
    value: perSecond(ours),
    reference: perSecond(theirs),
    ratio: theirs / ours,
    aim: least === undefined ? "none" : `at least ${least}`,
    ok: least === undefined || theirs / ours >= least,
  })
  const rows = [row("ssh-keygen -lf", engine, keygen, aim)]
  if (name !== "ed25519") return [...rows, row("bare base64 + createHash", engine, bare)]
  const [checked = 0] = fastest([() => parseChecked(text)], 1)
  return [
    ...rows,
    row("bare base64 + createHash", engine, bare, 0.6),
    row("ssh-keygen -lf, which leaves out the curve check that this has", checked, keygen),
  ]
}

function lineOf(blob: Buffer, comment: string): string {
  const type = blob.toString("latin1", 4, 4 + blob.readUInt32BE(0))
  return `${type} ${encodeBase64(blob)} ${comment}\n`
}

function strings(...fields: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(
    fields.flatMap((field) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(field.length)
      return [length, Buffer.from(field)]
    }),
  )
}

function randomModulus(bits: number): Buffer {
  const modulus = Buffer.concat([Buffer.of(0), randomBytes(bits / 8)])
  modulus[1] = (modulus[1] ?? 0) | 0x80
  modulus[bits / 8] = (modulus[bits / 8] ?? 0) | 1
  return modulus
}

function newP256(): Buffer {
  const { x = "", y = "" } = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" })
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")])
  return strings("ecdsa-sha2-nistp256", "nistp256", point)
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
