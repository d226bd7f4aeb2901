import { encodeBase64, formatOptions } from "@latchkey/engine"
import type { ProjectId, ServerId, SshKeyId } from "../ids.ts"
import type { Context } from "../ports.ts"
import type { Instant } from "../time.ts"
import { keyOptionsOf } from "./access-options.ts"
import { type BundleStalePolicy, type HostBundle, renderBundle } from "./host-bundle.ts"
import type { DeliveredLine, HostLine, HostState, NewBundle } from "./host-store.ts"
import { type Opening, type OpeningKey, openingsOf } from "./opening.ts"
import type { ServerState } from "./server.ts"

/** What a server is to have now. */
export interface WantedBundle {
  readonly serverId: ServerId
  readonly projectId: ProjectId
  readonly state: ServerState
  readonly enrolledAt: Instant | undefined
  readonly version: number
  /** SHA-256 of the text, 64 hex digits. */
  readonly hash: string
  /** The text to sign; empty for a server that is not connected, which gets none. */
  readonly text: string
  /** When time alone changes it: its first key expires. */
  readonly changesAt: Instant
  /** Whether this look found that it had to change. */
  readonly isNew: boolean
}

/**
 * Looks at what servers are to have now, and gives each a new version where that differs from its newest bundle. Of two
 * daemons that look at once, one makes the version.
 *
 * @returns nothing of servers that do not exist
 */
export async function refreshBundles(
  { database, clock, secrets }: Pick<Context, "database" | "clock" | "secrets">,
  servers: readonly ServerId[],
): Promise<readonly WantedBundle[]> {
  return database.transaction(async ({ accesses, hosts }) => {
    const now = clock.now()
    const states = await hosts.findHosts(servers)
    const connected = states.filter(({ state }) => state === "connected").map(({ serverId }) => serverId)
    const facts = await accesses.openingFacts(connected)
    const openings = Map.groupBy(openingsOf(facts, now), ({ serverId }) => serverId)
    const given = Map.groupBy(facts.accesses, ({ serverId }) => serverId)
    const keyTexts = new Map(facts.keys.map((key) => [key.id, keyText(key)]))
    const looked = states.map((state) => {
      const users = (given.get(state.serverId) ?? []).map(({ loginUser }) => loginUser)
      return look(state, openings.get(state.serverId) ?? [], { users, keyTexts, now, hash: secrets.hash })
    })
    const changed = looked.filter(({ wanted }) => wanted.isNew)
    if (changed.length > 0) {
      const before = Map.groupBy(
        await hosts.listLines(changed.map(({ wanted }) => wanted.serverId)),
        ({ serverId }) => serverId,
      )
      await hosts.saveBundles(changed.map((one) => differing(one, before.get(one.wanted.serverId) ?? [])))
    }
    return looked.map(({ wanted }) => wanted)
  })
}

/** What a look at one server found. */
interface Looked {
  readonly wanted: WantedBundle
  readonly bundle: HostBundle
  readonly lines: readonly HostLine[]
}

/** What a look needs besides the server. */
interface Given {
  /** Login users of the server's accesses. */
  readonly users: readonly string[]
  readonly keyTexts: ReadonlyMap<SshKeyId, string>
  readonly now: Instant
  hash(text: string): string
}

function look(
  { serverId, projectId, state, enrolledAt, stalePolicy, version, bundle: head }: HostState,
  openings: readonly Opening[],
  { users, keyTexts, now, hash }: Given,
): Looked {
  const lines = openings.map((opening) => lineOf(opening, keyTexts.get(opening.key.id) ?? keyText(opening.key)))
  const stale: BundleStalePolicy = stalePolicy === "auto" ? "keep" : stalePolicy
  const loginUsers = [...new Set([...(head?.loginUsers ?? []), ...users])].toSorted()
  const facts = { serverId, stale, loginUsers, lines }
  const wanted = { serverId, projectId, state, enrolledAt, changesAt: firstExpiry(openings) }
  if (head !== undefined || state !== "connected") {
    const bundle = { ...facts, version, issuedAt: head?.issuedAt ?? now }
    const text = state === "connected" ? renderBundle(bundle) : ""
    // The text holds all that matters, the form of this program too.
    const isSame = state !== "connected" || hash(text) === head?.hash
    if (isSame) return { wanted: { ...wanted, version, hash: head?.hash ?? "", text, isNew: false }, bundle, lines }
  }
  const bundle = { ...facts, version: version + 1, issuedAt: now }
  const text = renderBundle(bundle)
  return { wanted: { ...wanted, version: bundle.version, hash: hash(text), text, isNew: true }, bundle, lines }
}

function differing({ wanted, bundle, lines }: Looked, before: readonly DeliveredLine[]): NewBundle {
  const { serverId, version, issuedAt, loginUsers } = bundle
  const isIn = (others: readonly HostLine[]) => {
    const known = new Set(others.map(placeOf))
    return (line: HostLine) => known.has(placeOf(line))
  }
  const wasThere = isIn(before)
  const stays = isIn(lines)
  return {
    serverId,
    version,
    issuedAt,
    loginUsers,
    hash: wanted.hash,
    added: lines.filter((line) => !wasThere(line)),
    removed: before.filter((line) => !stays(line)),
  }
}

const placeOf = ({ loginUser, line }: HostLine) => `${loginUser} ${line}`

/** What a key's lines end with; made once, since the same keys open many servers. */
function keyText({ keyType, blob, id }: OpeningKey): string {
  return `${keyType} ${encodeBase64(blob)} ${id}`
}

function lineOf({ loginUser, key, access }: Opening, text: string): HostLine {
  const { id, accountId, fingerprint, expiresAt } = key
  const expiry = expiresAt === undefined ? [] : [{ name: "expiry-time", value: expiryText(expiresAt) }]
  const options = formatOptions([...keyOptionsOf(access.options), ...expiry])
  const line = options === "" ? text : `${options} ${text}`
  return { loginUser, keyId: id, accountId, fingerprint, line }
}

/** YYYYMMDDHHMMSSZ, as sshd(8) has it: not after the key's end, whose fractions of a second it does not know. */
function expiryText(at: Instant): string {
  return `${new Date(at).toISOString().replace(/\.\d+Z|\D/g, "")}Z`
}

function firstExpiry(openings: readonly Opening[]): Instant {
  return openings.reduce((first, { key }) => Math.min(first, key.expiresAt ?? first), Number.POSITIVE_INFINITY)
}
