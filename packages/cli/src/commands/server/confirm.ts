import { type Client, routes, type Server } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { isMeant } from "../../deed.ts"
import { findServer } from "../../find-server.ts"
import { canAsk, print, printJson } from "../../io.ts"
import { hostKeyTable } from "../../server-words.ts"

/** How the question whether host keys are the right ones is answered beforehand. */
export interface HostKeyAnswer {
  /** Fingerprints, as the machine itself shows them. */
  readonly hostKey?: readonly string[]
  readonly yes?: boolean
}

/** `latchkey server confirm` */
export async function confirmServer(text: string, options: HostKeyAnswer & { readonly json?: boolean }): Promise<void> {
  requireHostKeyAnswer(options)
  const { client } = await connect()
  const server = await confirmHostKeys(client, await findServer(client, text), options)
  if (server === undefined) return
  if (options.json) return printJson(server)
  print(toPrintable(`${server.name} is connected`))
}

/** Before anything is done. @throws CoreError `invalid` where the question could not be answered */
export function requireHostKeyAnswer({ yes, hostKey }: HostKeyAnswer): void {
  if (yes && hostKey === undefined) {
    throw new CoreError("invalid", "--yes does not confirm host keys that nobody has named", {
      hint: "add --host-key SHA256:... for each host key that the command printed on the server",
    })
  }
  if (yes || canAsk()) return
  throw new CoreError("invalid", "there is no terminal to ask on whether the host keys are the server's", {
    hint: "add --yes, and --host-key SHA256:... for each host key that the command printed on the server",
  })
}

/**
 * Shows the host keys that a server has enrolled with, and confirms them when they are what was meant.
 *
 * @returns undefined when they are not
 * @throws CoreError `conflict` when they are other than those that `--host-key` names
 * @throws Cancelled
 */
export async function confirmHostKeys(
  client: Client,
  server: Server,
  { yes, hostKey }: HostKeyAnswer,
): Promise<Server | undefined> {
  if (server.state === "waiting") {
    throw new CoreError("conflict", `nothing has enrolled as ${server.name} yet`, {
      hint: `run its command on the machine; a new one: latchkey server connect ${server.name} --again`,
    })
  }
  const reported = [...new Set(server.hostKeys.map(({ fingerprint }) => fingerprint))]
  if (hostKey !== undefined && !isSame(reported, hostKey)) {
    throw new CoreError("conflict", `${server.name} has enrolled with other host keys: ${reported.join(", ")}`, {
      hint: "name each of its host keys with --host-key; if one is not the machine's own, another machine has enrolled: delete this server",
    })
  }
  const deed = {
    question: `Did the command print these host keys on ${toPrintable(server.name)}? It gets keys once they are confirmed.`,
    deed: "They are the same",
    keep: "They differ",
    done: "confirmed",
  }
  if (!(await isMeant(yes, () => hostKeyTable(server), deed))) return undefined
  // Those that were looked at: should another machine have enrolled since, this is refused.
  const body = { hostKeyFingerprints: reported }
  return client.call(routes.confirmServer, { params: { id: server.id }, body })
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.toSorted().join() === [...new Set(right)].sort().join()
}
