import { readdir } from "node:fs/promises"
import { homedir } from "node:os"
import { join } from "node:path"
import { CoreError } from "@latchkey/core"
import { fingerprintSha256, formatPublicKey, inspect, keyTypes, MAX_INPUT_LENGTH, toPrintable } from "@latchkey/engine"
import { readInput } from "./io.ts"
import type { KeySource } from "./key-sources.ts"

/** A public key of this person on this machine, ready to be offered. */
export interface LocalKey {
  readonly label: string
  readonly hint: string
  readonly source: KeySource
}

/** The public keys in `~/.ssh/*.pub`, then those that only the ssh-agent holds. Never fails: absent is none. */
export async function findLocalKeys(): Promise<readonly LocalKey[]> {
  const found = new Map<string, LocalKey>()
  for (const source of [...(await publicFiles()), ...(await agentKeys())]) {
    const [finding, ...others] = inspect(source.text).findings
    if (finding?.kind !== "public_key" || others.length > 0) continue
    const { type, bits, blob, comment } = finding.key
    const fingerprint = fingerprintSha256(blob)
    if (found.has(fingerprint)) continue
    const hint = `${keyTypes[type].family} ${bits} ${fingerprint} ${toPrintable(comment)}`.trim()
    found.set(fingerprint, { label: toPrintable(source.label), hint, source })
  }
  return [...found.values()]
}

async function publicFiles(): Promise<readonly KeySource[]> {
  const folder = join(homedir(), ".ssh")
  const names = await readdir(folder).catch(() => [])
  const paths = names
    .filter((name) => name.endsWith(".pub"))
    .sort()
    .map((name) => join(folder, name))
  const read = async (path: string): Promise<KeySource> => ({
    label: path,
    fileName: path,
    text: await readInput(path, MAX_INPUT_LENGTH),
  })
  const sources = await Promise.allSettled(paths.map(read))
  return sources.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []))
}

async function agentKeys(): Promise<readonly KeySource[]> {
  const { agentAddress, listIdentities } = await import("./agent/agent.ts")
  const address = agentAddress()
  if (address === undefined) return []
  try {
    const identities = await listIdentities(address)
    return identities.flatMap((identity) =>
      "error" in identity ? [] : [{ label: "ssh-agent", text: formatPublicKey(identity.key) }],
    )
  } catch (error) {
    if (error instanceof CoreError) return []
    throw error
  }
}
