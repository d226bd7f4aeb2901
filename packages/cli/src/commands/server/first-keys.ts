import { type AccessRequest, type Client, routes, type Server, type SshKey } from "@latchkey/contract"
import { CoreError, maximumPageSize } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { chooseOne } from "../../ask.ts"
import { findKey } from "../../find-key.ts"
import { printNote } from "../../io.ts"

/** What a server that is being connected is opened by. */
export interface FirstKeys {
  /** The login user. */
  readonly user?: string
  /** Keys of one's own. */
  readonly key?: readonly string[]
  readonly defaultKeys?: boolean
}

/**
 * What is asked for beforehand, with the login user named: the keys that are named, else the default keys.
 *
 * @param isAsked whether the login user is asked for later
 * @throws CoreError `invalid`, `not_found`
 */
export async function firstAccesses(client: Client, options: FirstKeys, isAsked: boolean): Promise<AccessRequest[]> {
  const { user } = options
  if (user === undefined) {
    if (isAsked || (options.key === undefined && !options.defaultKeys)) return []
    throw new CoreError("invalid", "keys open a login user, and none is named", { hint: "name one with --user" })
  }
  const keys = await firstKeys(client, options)
  if (keys.length > 0) return keys.map(({ id }) => ({ loginUser: user, subject: { kind: "key", keyId: id } }))
  throw new CoreError("invalid", "you have no default keys that could open it", {
    hint: "name keys with --key, or let one be a default key: latchkey key default KEY",
  })
}

/** Asks which login user the keys are to open, out of those that the server reported, and gives them access. @throws Cancelled */
export async function chooseAccesses(
  client: Client,
  { id, name, loginUsers }: Server,
  options: FirstKeys,
): Promise<void> {
  const keys = await firstKeys(client, options)
  if (keys.length === 0 || loginUsers.length === 0) return
  const nobody = "none of them, for now"
  const names = keys.map((key) => toPrintable(key.name)).join(", ")
  const loginUser = await chooseOne(`Which user of ${name} do your keys open (${names})?`, [...loginUsers, nobody])
  if (loginUser === nobody) return printNote("no key was given access")
  for (const { id: keyId } of keys) {
    await client.call(routes.addAccess, { params: { id }, body: { loginUser, subject: { kind: "key", keyId } } })
  }
}

async function firstKeys(client: Client, { key, defaultKeys }: FirstKeys): Promise<readonly SshKey[]> {
  const found = new Map<string, SshKey>()
  for (const text of key ?? []) {
    const one = await findKey(client, text)
    found.set(one.id, one)
  }
  if (key === undefined || defaultKeys) for (const one of await ownDefaultKeys(client)) found.set(one.id, one)
  return [...found.values()]
}

async function ownDefaultKeys(client: Client): Promise<readonly SshKey[]> {
  const query = { isDefault: "true", sort: "name", order: "ascending", limit: maximumPageSize } as const
  const { items } = await client.call(routes.listKeys, { query })
  // Those that open nothing at present were not meant to.
  return items.filter(({ status }) => !["stopped", "expired", "disabled"].includes(status))
}
