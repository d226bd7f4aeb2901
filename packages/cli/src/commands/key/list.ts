import { type KeyPage, routes, type SshKey } from "@latchkey/contract"
import { type KeySort, maximumPageSize } from "@latchkey/core"
import { connect } from "../../connection.ts"
import { accountOf, findProject } from "../../find-project.ts"
import { isForPeople, print, printHint, printJson, printNote } from "../../io.ts"
import { fingerprintWords, lastUseWords, statusWords, timeWords, typeWords } from "../../key-words.ts"
import { everyPage } from "../../pages.ts"
import { table } from "../../table.ts"

export interface ListOptions {
  readonly search?: string
  readonly attention?: boolean
  readonly sort?: KeySort
  readonly order?: "ascending" | "descending"
  /** The handle of a robot whose keys are meant. */
  readonly robot?: string
  /** The name or id of a project whose robots' keys are meant too. */
  readonly project?: string
  readonly json?: boolean
}

/** `latchkey key list`: all pages as one. */
export async function listKeys({
  search,
  attention,
  sort,
  order,
  robot,
  project: text,
  json,
}: ListOptions): Promise<void> {
  const { client } = await connect()
  const account = await accountOf(client, robot)
  const project = text === undefined ? undefined : (await findProject(client, text)).id
  const filters = { search, attention: attention ? "true" : undefined, sort, order }
  const wanted = { ...filters, account, project, limit: maximumPageSize }
  const page = await everyPage((cursor) => client.call(routes.listKeys, { query: { ...wanted, cursor } }))
  if (json) return printJson(page satisfies KeyPage)
  if (page.items.length > 0 || !isForPeople())
    return print(project === undefined ? keyTable(page.items) : ownedKeyTable(page.items))
  if (search !== undefined || attention) return printNote("no SSH key matches")
  printNote(robot === undefined ? "you have no SSH keys yet" : `${robot} has no SSH keys yet`)
  printHint(`add one with: latchkey key add${robot === undefined ? "" : ` --robot ${robot}`}`)
}

/** Keys as people compare them. */
export function keyTable(keys: readonly SshKey[]): string {
  const now = Date.now()
  return table(
    columns,
    keys.map((key) => cells(key, now)),
  )
}

function ownedKeyTable(keys: readonly SshKey[]): string {
  const now = Date.now()
  return table(
    ["OWNER", ...columns],
    keys.map((key) => [key.owner.handle, ...cells(key, now)]),
  )
}

const columns = ["NAME", "TYPE", "FINGERPRINT", "LAST USED", "EXPIRES", "DEFAULT", "STATUS"]

function cells(key: SshKey, now: number): readonly string[] {
  return [
    key.name,
    typeWords(key),
    fingerprintWords(key.fingerprint),
    lastUseWords(key, now),
    key.expiresAt === null ? "never" : timeWords(key.expiresAt, now),
    key.isDefault ? "yes" : "no",
    statusWords(key, now),
  ]
}
