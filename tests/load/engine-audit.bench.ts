import { randomBytes } from "node:crypto"
import { auditAll, decodePublicKey, type PublicKey } from "@latchkey/engine"
import { limitRow } from "./limit-row.ts"
import type { Row } from "./row.ts"

const KEYS = 10_000

/** Auditing many RSA keys at once, the search for shared primes with it; the numbers are random, and odd. */
export async function run(): Promise<Row[]> {
  const keys = Array.from({ length: KEYS }, randomKey)
  const start = process.cpuUsage()
  const found = auditAll(keys)
  if (found.length !== KEYS) throw new Error("a key was not judged")
  return [limitRow("audit of 10,000 RSA-2048 keys, of processor time", process.cpuUsage(start).user / 1e6, 60, "s")]
}

function randomKey(): PublicKey {
  const head = Buffer.from("000000077373682d727361000000030100010000010100", "hex")
  const modulus = randomBytes(256)
  modulus[0] = (modulus[0] ?? 0) | 0x80
  modulus[255] = (modulus[255] ?? 0) | 1
  return decodePublicKey(Buffer.concat([head, modulus]))
}
