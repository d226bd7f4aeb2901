// The hole: a claim waited a day for its holder's answer. Had the holder let the key go meanwhile, it was taken from whoever
// had it by then, who was never told nor asked, however much they used it.

import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  challengeOwnership,
  counterProofTime,
  deleteKey,
  importKeys,
  listKeyClaims,
  listKeys,
  proveOwnership,
  recordKeyUses,
  type SignedIn,
  type SshKey,
  settleDueClaims,
} from "@latchkey/core"
import { expect, test } from "vitest"
import { openInstallation } from "../kit/installation.ts"
import { requireTool } from "../kit/tools.ts"

const hasKeygen = requireTool("ssh-keygen", "openssh-client") !== undefined

test.skipIf(!hasKeygen)("whoever holds a claimed key by now has a day to answer, too", async () => {
  const installation = await openInstallation()
  const folder = mkdtempSync(join(tmpdir(), "latchkey-next-holder-"))
  try {
    const { context, alice, bob } = installation
    const carol = await installation.add("carol")
    const file = join(folder, "key")
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file])
    const line = readFileSync(`${file}.pub`, "utf8")
    const holds = async (actor: SignedIn): Promise<SshKey> => {
      const [outcome] = await importKeys(context, actor, [{ text: line }])
      if (outcome === undefined || "error" in outcome) throw outcome?.error
      await recordKeyUses(context, [{ keyId: outcome.key.id, at: context.clock.now() }])
      return outcome.key
    }
    const countOf = async (actor: SignedIn) =>
      (await listKeys(context, actor, { sort: "name", descending: false, limit: 10 })).items.length
    const settle = () => settleDueClaims(context, new AbortController().signal)
    const claimsOf = async (actor: SignedIn) =>
      (await listKeyClaims(context, actor)).map(({ side, state }) => `${side} ${state}`)

    const first = await holds(alice)
    const { id, text } = await challengeOwnership(context, bob, line)
    const args = ["-q", "-Y", "sign", "-n", "latchkey-verify", "-f", file]
    await proveOwnership(context, bob, id, execFileSync("ssh-keygen", args, { input: text, encoding: "utf8" }))
    await deleteKey(context, alice, first.id)
    await holds(carol)
    installation.tick(counterProofTime)
    await settle()
    expect(await countOf(carol)).toBe(1)
    expect([await claimsOf(bob), await claimsOf(carol)]).toEqual([["claimant waiting"], ["holder waiting"]])
    installation.tick(counterProofTime)
    await settle()
    expect([await countOf(bob), await countOf(carol)]).toEqual([1, 0])
    expect(await claimsOf(carol)).toEqual(["holder taken_over"])
  } finally {
    await installation.close()
    rmSync(folder, { recursive: true })
  }
})
