import { confirmServer, enrolServer, refreshBundles, type Server } from "@latchkey/core"
import { fingerprintSha256 } from "@latchkey/engine"
import type { Installation } from "./installation.ts"
import { newReport } from "./servers.ts"

export const facts = { signers: ["ssh-ed25519 AAAA"], scripts: "0".repeat(64) }

/** A machine spends the code, and bob confirms it. */
export async function connectServer({ context, bob }: Installation, code: string): Promise<Server> {
  const { server } = await enrolServer(context, code, newReport())
  const fingerprints = server.hostKeys.map(({ blob }) => fingerprintSha256(blob))
  return confirmServer(context, bob, server.id, fingerprints)
}

/** Servers take what they are to have now, and say so. */
export async function settleServers({ context }: Installation, servers: readonly Server[]): Promise<void> {
  const { database, clock } = context
  const wanted = await refreshBundles(
    context,
    servers.map(({ id }) => id),
    facts,
  )
  await database.transaction(({ hosts }) => hosts.acknowledge(wanted, clock.now()))
}
