import { type Access, routes, type Server } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../../connection.ts"
import { findServer } from "../../../find-server.ts"
import { print, printJson, printNote } from "../../../io.ts"
import { subjectWords } from "../../../server-words.ts"
import { requireSubject, type SubjectOptions, subjectOf } from "./subject.ts"

/** What the keys are held to; commander turns `--no-pty` into `pty: false`. */
export interface AddOptions extends SubjectOptions {
  readonly from?: string
  readonly command?: string
  readonly restrict?: boolean
  readonly pty: boolean
  readonly portForwarding: boolean
  readonly agentForwarding: boolean
  readonly x11Forwarding: boolean
  readonly breakGlass?: boolean
  readonly json?: boolean
}

/** `latchkey server access add` */
export async function addAccess(text: string, loginUser: string, options: AddOptions): Promise<void> {
  requireSubject(options)
  const { client } = await connect()
  const server = await findServer(client, text)
  const { breakGlass } = options
  const body = { loginUser, subject: await subjectOf(client, server, options), options: heldTo(options), breakGlass }
  const access = await client.call(routes.addAccess, { params: { id: server.id }, body })
  if (options.json) return printJson(access)
  sayWhatIsMissing(server, access)
  print(toPrintable(`${subjectWords(access)}: access to ${loginUser} on ${server.name}`))
}

function heldTo({ from, command, restrict, ...options }: AddOptions): Access["options"] {
  return {
    from,
    command,
    restrict,
    noPty: !options.pty,
    noPortForwarding: !options.portForwarding,
    noAgentForwarding: !options.agentForwarding,
    noX11Forwarding: !options.x11Forwarding,
  }
}

/** Why the access does not open anything at once, as far as that can be seen from here. */
function sayWhatIsMissing({ name, state, loginUsers }: Server, { loginUser, opens }: Access): void {
  if (state !== "connected") printNote(`${name} gets it once it is connected`)
  else if (!loginUsers.includes(loginUser)) printNote(`${name} had no user ${loginUser} when it was connected`)
  if (opens === 0) printNote("no key is let in by it now")
}
