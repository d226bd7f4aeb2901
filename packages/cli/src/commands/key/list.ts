import { type KeyPage, routes, type SshKey } from "@latchkey/contract"
import { type KeySort, maximumPageSize } from "@latchkey/core"
import { connect } from "../../connection.ts"
import { isForPeople, print, printHint, printJson, printNote } from "../../io.ts"
import { fingerprintWords, lastUseWords, statusWords, timeWords, typeWords } from "../../key-words.ts"
import { table } from "../../table.ts"

export interface ListOptions {
  readonly search?: string
  readonly attention?: boolean
  readonly sort?: KeySort
  readonly order?: "ascending" | "descending"
  readonly json?: boolean
}

/** `latchkey key list`: all pages as one. */
export async function listKeys(options: ListOptions): Promise<void> {
  const { client } = await connect()
  const items: SshKey[] = []
  let page: KeyPage
  let cursor: string | undefined
  let total = 0
  do {
    const query = {
      search: options.search,
      attention: options.attention ? "true" : undefined,
      sort: options.sort,
      order: options.order,
      limit: maximumPageSize,
      cursor,
    }
    page = await client.call(routes.listKeys, { query })
    items.push(...page.items)
    cursor = page.nextCursor
    total = Math.max(total, page.total)
    // A daemon that goes on for ever has run out of keys long before.
  } while (cursor !== undefined && page.items.length > 0 && items.length < total)
  if (options.json) return printJson({ items, total: page.total } satisfies KeyPage)
  if (items.length > 0 || !isForPeople()) return print(keyTable(items))
  if (options.search !== undefined || options.attention) return printNote("no SSH key matches")
  printNote("you have no SSH keys yet")
  printHint("add one with: latchkey key add")
}

/** Keys as people compare them. */
export function keyTable(keys: readonly SshKey[]): string {
  const now = Date.now()
  return table(
    ["NAME", "TYPE", "FINGERPRINT", "LAST USED", "EXPIRES", "DEFAULT", "STATUS"],
    keys.map((key) => [
      key.name,
      typeWords(key),
      fingerprintWords(key.fingerprint),
      lastUseWords(key, now),
      key.expiresAt === null ? "never" : timeWords(key.expiresAt, now),
      key.isDefault ? "yes" : "no",
      statusWords(key, now),
    ]),
  )
}
