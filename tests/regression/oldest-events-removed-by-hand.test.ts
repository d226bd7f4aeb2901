// The attack: whoever can write to the database removes all events up to a seal that was signed, as late as yesterday's, and
// marks that seal as retention does. The chain held from there on, and verifying said "nothing was changed ... by
// retention", though nothing had told of any retention.

import { generateKeyPairSync, sign, verify } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  type ChainVerdict,
  day,
  exportChain,
  minute,
  pruneAuditEvents,
  sealAuditEvents,
  signAuditHead,
  updateOwnAccount,
  verifyChain,
} from "@latchkey/core"
import { afterEach, beforeEach, expect, test } from "vitest"
import { openRawDatabase } from "../../packages/daemon/test/db/raw-database.ts"
import { type Installation, openInstallation } from "../kit/installation.ts"

const { privateKey, publicKey } = generateKeyPairSync("ed25519")
const signer = {
  publicKey: publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("base64"),
  sign: (text: string) => sign(null, Buffer.from(text), privateKey).toString("base64"),
}

let dataFolder: string
let installation: Installation
beforeEach(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), "latchkey-removed-"))
  installation = await openInstallation({ url: undefined, dataFolder })
  await sealNew()
  await signAuditHead(installation.context, signer)
  await sealNew()
})
afterEach(async () => {
  await installation.close()
  rmSync(dataFolder, { recursive: true })
})

async function sealNew(): Promise<void> {
  const { context, alice } = installation
  await updateOwnAccount(context, alice, { displayName: "Alice" })
  await seal()
}

async function seal(): Promise<void> {
  const { context, tick } = installation
  tick(minute)
  expect(await sealAuditEvents(context)).toBeGreaterThan(0)
}

async function verdict(): Promise<ChainVerdict> {
  const { context } = installation
  let verifier: ReturnType<typeof verifyChain> | undefined
  for await (const part of exportChain(context)) {
    if (part.kind === "start") {
      verifier = verifyChain(part.installation, part.start, {
        sha256: context.secrets.hash,
        verify: (_, text, signature) => verify(null, Buffer.from(text), publicKey, Buffer.from(signature, "base64")),
        publicKeys: [signer.publicKey],
      })
    } else if (part.kind === "seal") verifier?.seal(part)
    else if (part.kind === "event") verifier?.event({ ...part, record: { id: "", at: "", action: "", ...part.record } })
  }
  if (verifier === undefined) throw new Error("the chain has no start")
  return verifier.end(true)
}

test("events that were removed as retention would are missed", async () => {
  expect((await verdict()).fault).toBeUndefined()
  const raw = await openRawDatabase({ url: undefined, dataFolder })
  await raw.run("delete from audit_events where chain_place <= (select place from audit_seals where number = 1)")
  await raw.run("update audit_seals set pruned_at = 1 where number = 1")
  await raw.close()
  expect((await verdict()).fault).toMatchObject({ kind: "removed" })
})

test("events that retention removed are not", async () => {
  installation.tick(2 * day)
  expect(await pruneAuditEvents(installation.context, installation.context.clock.now() - day)).toBeGreaterThan(0)
  await seal()
  const { fault, start } = await verdict()
  expect(fault).toBeUndefined()
  expect(start.number).toBe(1)
})
