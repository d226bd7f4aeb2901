// The hole: whoever registered somebody else's public key got to know from which address its owner claimed it back: the
// event that tells the holder of a claim had the claimant's address.

import { challengeOwnership, importKeys, listAuditEvents, proveByLogin } from "@latchkey/core"
import { expect, test } from "vitest"
import { openInstallation } from "../kit/installation.ts"
import { newPublicLine } from "../kit/public-line.ts"

test("the holder of a key that is taken over is not told from where", async () => {
  const installation = await openInstallation()
  try {
    const { context, alice, bob } = installation
    const line = newPublicLine("laptop")
    const squatter = await installation.add("mallory")
    const [outcome] = await importKeys(context, squatter, [{ text: line }])
    if (outcome === undefined || "error" in outcome) throw outcome?.error
    const home = installation.from("198.51.100.7")
    const { code } = await challengeOwnership(home, bob, line)
    await proveByLogin(home, outcome.key.fingerprint, code)
    const { items } = await listAuditEvents(context, squatter, { limit: 50 })
    expect(items.map(({ action }) => action)).toContain("key.take-over")
    expect(JSON.stringify(items)).not.toContain("198.51.100.7")
    const all = await listAuditEvents(context, alice, { action: "key.prove", limit: 1 })
    expect(all.items).toMatchObject([{ address: "198.51.100.7", actor: { handle: "bob" } }])
  } finally {
    await installation.close()
  }
})
