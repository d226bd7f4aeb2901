import { type Client, routes, type SshKey } from "@latchkey/contract"
import { CoreError, isIdText } from "@latchkey/core"
import { accountOf } from "./find-project.ts"

const fingerprintForm = /^SHA256:[A-Za-z0-9+/]{43}$/

/**
 * The key, one's own or a robot's, that a person means: by its exact name, else its SHA256 fingerprint, else its id.
 *
 * @throws CoreError `not_found`
 * @throws ApiError
 */
export async function findKey(client: Client, text: string, robot?: string): Promise<SshKey> {
  const account = await accountOf(client, robot)
  const key =
    (await byName(client, text, account)) ?? (await byFingerprint(client, text, account)) ?? (await byId(client, text))
  if (key !== undefined) return key
  throw new CoreError("not_found", `${robot === undefined ? "you have" : `${robot} has`} no SSH key named "${text}"`, {
    hint: "list them with: latchkey key list",
  })
}

async function byName(client: Client, text: string, account: string | undefined): Promise<SshKey | undefined> {
  const name = text.normalize("NFC")
  if (name === "" || name.length > 1000) return undefined
  const { items } = await client.call(routes.listKeys, { query: { name, account } })
  return items.find((key) => key.name === name)
}

async function byFingerprint(client: Client, text: string, account: string | undefined): Promise<SshKey | undefined> {
  if (!fingerprintForm.test(text)) return undefined
  const { items } = await client.call(routes.listKeys, { query: { search: text, account } })
  return items.find((key) => key.fingerprint === text)
}

async function byId(client: Client, text: string): Promise<SshKey | undefined> {
  if (!isIdText(text)) return undefined
  return client.call(routes.showKey, { params: { id: text } })
}
