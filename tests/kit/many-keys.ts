import { sshKeyId } from "@latchkey/core"
import { fingerprintMd5, fingerprintSha256, parsePublicKey } from "@latchkey/engine"
import { createSecrets } from "../../packages/daemon/src/secrets.ts"
import { withDatabase } from "./accounts.ts"
import type { RunningDaemon } from "./daemon.ts"
import { newPublicLine } from "./public-line.ts"

/** Gives an account keys `key-00001` and so on, written into the daemon's database at once: an import of each takes minutes. */
export async function addManyKeys(daemon: RunningDaemon, handle: string, count: number): Promise<void> {
  const secrets = createSecrets()
  await withDatabase(daemon, ({ transaction }) =>
    transaction(async ({ accounts, sshKeys }) => {
      const account = await accounts.findByHandle(handle)
      if (account === undefined) throw new Error(`there is no account ${handle}`)
      for (let at = 1; at <= count; at++) {
        const name = `key-${String(at).padStart(5, "0")}`
        const { type, bits, blob, comment } = parsePublicKey(newPublicLine(`${name}@fleet`), { points: "trusted" })
        const fingerprint = fingerprintSha256(blob)
        await sshKeys.claimMaterial(fingerprint, account.id, blob)
        await sshKeys.insert({
          id: sshKeyId(secrets.id()),
          accountId: account.id,
          name,
          keyType: type,
          bits,
          fingerprint,
          md5Fingerprint: fingerprintMd5(blob),
          comment,
          blob,
          createdAt: Date.now(),
          source: "import",
          isDefault: false,
          lastUse: { state: "never" },
          standing: "good",
        })
      }
    }),
  )
}
