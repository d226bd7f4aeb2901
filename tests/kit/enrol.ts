import type { Enrolment } from "@latchkey/contract"
import { foundKeyId, serverId } from "@latchkey/core"
import { fingerprintSha256, parsePublicKey } from "@latchkey/engine"
import { createSecrets } from "../../packages/daemon/src/secrets.ts"
import { withDatabase } from "./accounts.ts"
import type { RunningDaemon } from "./daemon.ts"
import { newPublicLine } from "./public-line.ts"

const secrets = createSecrets()

/**
 * Lets a machine that there is not enrol with a code, beside a running daemon: as a server then is, not as it gets there.
 *
 * @returns the fingerprint of its one host key
 */
export async function enrolBeside(daemon: RunningDaemon, { url }: Pick<Enrolment, "url">): Promise<string> {
  const code = secrets.hash(url.replace(/^.*\//, ""))
  const { type, bits, blob } = parsePublicKey(newPublicLine("host"))
  await withDatabase(daemon, async ({ stores }) => {
    const found = await stores.servers.findByCode(code)
    if (found === undefined) throw new Error("there is no such code")
    const reported = { hostKeys: [{ type, bits, blob, comment: "" }], loginUsers: ["root"], sshdVersion: "9.2" }
    const server = { ...found.server, ...reported, state: "unconfirmed", enrolledAt: Date.now() } as const
    await stores.servers.enrol(server, code, secrets.hash(secrets.secret()))
  })
  return fingerprintSha256(blob)
}

/**
 * Lets a server have found a key, in the same way.
 *
 * @returns the found key's id
 */
export async function findBeside(daemon: RunningDaemon, server: string): Promise<string> {
  const publicKey = parsePublicKey(newPublicLine("somebody"))
  const id = foundKeyId(secrets.id())
  const found = { id, loginUser: "root", publicKey, fingerprint: fingerprintSha256(publicKey.blob), options: "" }
  await withDatabase(daemon, ({ stores }) => stores.foundKeys.replace(serverId(server), [found], Date.now()))
  return id
}
