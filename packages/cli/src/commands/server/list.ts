import type { ServerList } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { findProject } from "../../find-project.ts"
import { listedServers } from "../../find-server.ts"
import { isForPeople, print, printHint, printJson, printNote } from "../../io.ts"
import { timeWords } from "../../key-words.ts"
import { stateWords } from "../../server-words.ts"
import { table } from "../../table.ts"

export interface ListOptions {
  /** The name or id of the one project whose servers are meant. */
  readonly project?: string
  readonly json?: boolean
}

/** `latchkey server list` */
export async function listServers({ project: text, json }: ListOptions): Promise<void> {
  const { client } = await connect()
  const listed = await listedServers(client, text === undefined ? undefined : await findProject(client, text))
  if (json) return printJson({ items: listed.map(({ server }) => server) } satisfies ServerList)
  if (listed.length === 0 && isForPeople()) {
    printNote("there are no servers yet")
    return printHint("connect one with: latchkey server connect NAME")
  }
  const now = Date.now()
  print(
    table(
      ["NAME", "PROJECT", "ADDRESS", "STATE", "LAST CONTACT", "PROBLEM"],
      listed.map(({ server, project }) => [
        server.name,
        project,
        server.address ?? "unknown",
        stateWords(server),
        server.lastContactAt === null ? "never" : timeWords(server.lastContactAt, now),
        server.problem ?? "none",
      ]),
    ),
  )
}
