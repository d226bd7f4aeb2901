import { type Client, routes } from "@latchkey/contract"
import { dismissingSide, maximumPageSize, tokenScopes } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../connection.ts"
import { listedServers } from "../find-server.ts"
import type { Candidate } from "./candidates.ts"

/** Values by the placeholder that commands have for them; those of any other are for people to know. */
const byPlaceholder: Readonly<
  Record<string, (typed: string, before: readonly string[]) => Promise<readonly Candidate[]>>
> = {
  when: async () => ["30d", "90d", "26w", "1y", "never"].map((value) => ({ value })),
  scope: async (typed) => {
    const before = typed.slice(0, typed.lastIndexOf(",") + 1)
    const given = before.split(",")
    return tokenScopes.filter((scope) => !given.includes(scope)).map((scope) => ({ value: `${before}${scope}` }))
  },
  key: (typed) => asked((client) => keyNames(client, typed)),
  claim: () => asked(claimedFingerprints),
  token: () => asked(tokenNames),
  project: () => asked(projectNames),
  account: (typed) => asked((client) => handles(client, typed)),
  robot: () => asked(robotHandles),
  server: () => asked(serverNames),
  found: (_, before) => asked((client) => foundKeys(client, before)),
  login: (_, before) => asked((client) => openLogins(client, before)),
  "bundle-key": () => asked(bundleKeys),
  user: (_, before) => asked((client) => loginUsers(client, before)),
}

/** @param before the words in front of the one that is typed */
export async function valuesFor(
  placeholder: string,
  typed: string,
  before: readonly string[] = [],
): Promise<readonly Candidate[]> {
  return (await byPlaceholder[placeholder]?.(typed, before)) ?? []
}

/** Whoever presses Tab is not told of errors: without a login or an answer there is nothing to choose from. */
async function asked(ask: (client: Client) => Promise<readonly Candidate[]>): Promise<readonly Candidate[]> {
  try {
    const found = await ask((await connect()).client)
    // A name that a terminal would not show as it is cannot be typed either.
    return found.filter(({ value }) => toPrintable(value) === value)
  } catch {
    return []
  }
}

async function keyNames(client: Client, typed: string): Promise<readonly Candidate[]> {
  const search = typed === "" ? undefined : typed
  const { items } = await client.call(routes.listKeys, {
    query: { search, sort: "name", order: "ascending", limit: maximumPageSize },
  })
  if (typed.startsWith("SHA256:"))
    return items.map(({ fingerprint, name }) => ({ value: fingerprint, description: toPrintable(name) }))
  return items.map(({ name, keyType, bits }) => ({ value: name, description: `${keyType} ${bits}` }))
}

async function claimedFingerprints(client: Client): Promise<readonly Candidate[]> {
  const { items } = await client.call(routes.listKeyClaims, { query: {} })
  const dismissible = items.filter(({ side, state }) => dismissingSide(state) === side)
  return dismissible.map(({ fingerprint, state }) => ({ value: fingerprint, description: state.replace("_", " ") }))
}

async function tokenNames(client: Client): Promise<readonly Candidate[]> {
  const { items } = await client.call(routes.listTokens, { query: {} })
  return items.map(({ name, scopes }) => ({ value: name, description: scopes.join(", ") }))
}

async function projectNames(client: Client): Promise<readonly Candidate[]> {
  const { items } = await client.call(routes.listProjects, {})
  return items.map(({ name }) => ({ value: name }))
}

async function robotHandles(client: Client): Promise<readonly Candidate[]> {
  const projects = await client.call(routes.listProjects, {})
  const robots = projects.items.map(({ id }) => client.call(routes.listRobots, { params: { id } }))
  return (await Promise.all(robots))
    .flatMap(({ items }) => items)
    .map(({ handle, displayName }) => ({ value: handle, description: toPrintable(displayName) }))
}

async function serverNames(client: Client): Promise<readonly Candidate[]> {
  return (await listedServers(client)).map(({ server, project }) => ({
    value: server.name,
    description: toPrintable(`${server.address ?? "no address"}, ${project}`),
  }))
}

/** Those that the server on the line reported; of all servers where none is named. */
async function loginUsers(client: Client, before: readonly string[]): Promise<readonly Candidate[]> {
  const servers = (await listedServers(client)).map(({ server }) => server)
  const named = servers.filter(({ name }) => before.includes(name))
  const users = (named.length > 0 ? named : servers).flatMap((server) => server.loginUsers)
  return [...new Set(users)].sort().map((value) => ({ value }))
}

/** The fingerprints of the keys that the server on the line found. */
async function foundKeys(client: Client, before: readonly string[]): Promise<readonly Candidate[]> {
  const server = (await listedServers(client)).find((listed) => before.includes(listed.server.name))?.server
  if (server === undefined) return []
  const { items } = await client.call(routes.listFoundKeys, { params: { id: server.id } })
  return items.map(({ fingerprint, loginUser, comment }) => ({
    value: fingerprint,
    description: `${loginUser} ${comment}`.trim(),
  }))
}

/** On the server on the line. */
async function openLogins(client: Client, before: readonly string[]): Promise<readonly Candidate[]> {
  const named = (await listedServers(client)).filter(({ server }) => before.includes(server.name))
  const query = { openOnly: "true" as const, limit: maximumPageSize }
  const pages = named.map(({ server: { id } }) => client.call(routes.listServerLogins, { params: { id }, query }))
  return (await Promise.all(pages))
    .flatMap(({ items }) => items)
    .map(({ id, loginUser, key, fingerprint }) => ({
      value: id,
      description: `${loginUser}, ${key?.name ?? fingerprint}`,
    }))
}

/** Those that another command can still change. Only administrators see any. */
async function bundleKeys(client: Client): Promise<readonly Candidate[]> {
  const { items } = await client.call(routes.listBundleKeys, {})
  return items
    .filter(({ state }) => state === "announced")
    .map(({ fingerprint, addedAt }) => ({ value: fingerprint, description: `announced ${addedAt}` }))
}

/** Only administrators have any. */
async function handles(client: Client, typed: string): Promise<readonly Candidate[]> {
  const search = typed === "" ? undefined : typed
  const { items } = await client.call(routes.listAccounts, { query: { search, limit: maximumPageSize } })
  return items.map(({ handle, displayName }) => ({ value: handle, description: toPrintable(displayName) }))
}
