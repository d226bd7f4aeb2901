import { encodeBase64, formatOptions } from "@latchkey/engine"
import type { ProjectId, ServerId, SshKeyId } from "../ids.ts"
import type { Context } from "../ports.ts"
import type { Instant } from "../time.ts"
import { keyOptionsOf } from "./access-options.ts"
import type { FoundDecision } from "./found-key-store.ts"
import {
  type BundleKey,
  type BundleLine,
  type HostBundle,
  type Installation,
  renderBundle,
  settlePolicy,
} from "./host-bundle.ts"
import type { HostLine, HostState, LinePlace, NewBundle } from "./host-store.ts"
import { closingTime } from "./login-report.ts"
import { type Opening, openingsOf } from "./opening.ts"
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
 * @param installation what every bundle says of it: where that changed, every server gets a new version
 * @returns nothing of servers that do not exist
 */
export async function refreshBundles(
  { database, clock, secrets }: Pick<Context, "database" | "clock" | "secrets">,
  servers: readonly ServerId[],
  installation: Installation,
): Promise<readonly WantedBundle[]> {
  return database.transaction(async ({ accesses, bundleKeys, foundKeys, hosts, logins }) => {
    const now = clock.now()
    const states = await hosts.findHosts(servers)
    const connected = states.filter(({ state }) => state === "connected").map(({ serverId }) => serverId)
    const facts = await accesses.openingFacts(connected)
    const openings = Map.groupBy(openingsOf(facts, now), ({ serverId }) => serverId)
    const given = Map.groupBy(facts.accesses, ({ serverId }) => serverId)
    const blobs = new Map(facts.keys.map(({ id, blob }) => [id, encodeBase64(blob)]))
    const decisions = Map.groupBy(await foundKeys.listDecisions(connected), ({ serverId }) => serverId)
    const closings = await logins.listClosing(connected, now - closingTime)
    const looked = states.map((state) => {
      const { serverId } = state
      const users = (given.get(serverId) ?? []).map(({ loginUser }) => loginUser)
      const decided = decisions.get(serverId) ?? []
      const closing = closings.get(serverId) ?? []
      return look(state, openings.get(serverId) ?? [], {
        closing,
        users,
        decided,
        blobs,
        now,
        installation,
        hash: secrets.hash,
      })
    })
    const changed = looked.filter(({ wanted }) => wanted.isNew)
    if (changed.length > 0) {
      const before = await hosts.listPlaces(changed.map(({ wanted }) => wanted.serverId))
      await hosts.saveBundles(changed.map((one) => differing(one, before.get(one.wanted.serverId) ?? [])))
      await foundKeys.settle(changed.map(({ wanted }) => wanted.serverId))
      await bundleKeys.noteNamed(
        changed.map(({ wanted }) => wanted),
        installation.signers,
      )
    }
    return looked.map(({ wanted }) => wanted)
  })
}

type WantedLine = HostLine & BundleLine

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
  readonly decided: readonly FoundDecision[]
  readonly closing: readonly string[]
  /** Of keys, in base64; made once, since the same keys open many servers. */
  readonly blobs: ReadonlyMap<SshKeyId, string>
  readonly installation: Installation
  readonly now: Instant
  hash(text: string): string
}

function look(host: HostState, openings: readonly Opening[], given: Given): Looked {
  const { serverId, projectId, state, enrolledAt, version, bundle: head } = host
  const { decided, now, hash } = given
  const opened = openings.map((opening) => ({
    opening,
    key: given.blobs.get(opening.key.id) ?? encodeBase64(opening.key.blob),
  }))
  const lines = opened.map(({ opening, key }) => lineOf(opening, key))
  const breakGlass: readonly BundleKey[] = [
    ...opened
      .filter(({ opening }) => opening.access.breakGlass)
      .map(({ opening: { loginUser }, key }) => ({ loginUser, key })),
    ...decided.filter(({ decision }) => decision === "break-glass"),
  ]
  const dropped = decided.filter(({ decision }) => decision === "dropped")
  const facts = {
    serverId,
    stale: settlePolicy(host.stalePolicy, breakGlass.length > 0),
    loginUsers: [
      ...new Set([...(head?.loginUsers ?? []), ...given.users, ...decided.map(({ loginUser }) => loginUser)]),
    ],
    lines,
    breakGlass,
    dropped,
    closing: given.closing,
    newToken: host.newToken,
    ...given.installation,
  }
  const wanted = { serverId, projectId, state, enrolledAt, changesAt: firstExpiry(openings) }
  const bundle = { ...facts, version, issuedAt: head?.issuedAt ?? now }
  if (state !== "connected")
    return { wanted: { ...wanted, version, hash: head?.hash ?? "", text: "", isNew: false }, bundle, lines }
  // The text holds all that matters, the form of this program too; but a decision can say what an access says already.
  if (head !== undefined && decided.every(({ isBundled }) => isBundled)) {
    const text = renderBundle(bundle)
    if (hash(text) === head.hash)
      return { wanted: { ...wanted, version, hash: head.hash, text, isNew: false }, bundle, lines }
  }
  const next = { ...facts, version: version + 1, issuedAt: now }
  const text = renderBundle(next)
  return { wanted: { ...wanted, version: next.version, hash: hash(text), text, isNew: true }, bundle: next, lines }
}

function differing({ wanted, bundle, lines }: Looked, before: readonly LinePlace[]): NewBundle {
  const { serverId, version, issuedAt, loginUsers, stale } = bundle
  const isIn = (others: readonly LinePlace[]) => {
    const known = new Set(others.map(placeOf))
    return (line: LinePlace) => known.has(placeOf(line))
  }
  const wasThere = isIn(before)
  const stays = isIn(lines)
  return {
    serverId,
    version,
    issuedAt,
    loginUsers,
    stale,
    hash: wanted.hash,
    added: lines.filter((line) => !wasThere(line)),
    removed: before.filter((line) => !stays(line)),
  }
}

const placeOf = ({ loginUser, keyId, options }: LinePlace) => `${loginUser} ${keyId} ${options}`

function lineOf({ loginUser, key, access }: Opening, blob: string): WantedLine {
  const { id, accountId, fingerprint, keyType, expiresAt } = key
  const expiry = expiresAt === undefined ? [] : [{ name: "expiry-time", value: expiryText(expiresAt) }]
  const options = formatOptions([...keyOptionsOf(access.options), ...expiry])
  const text = `${keyType} ${blob} ${id}`
  const line = options === "" ? text : `${options} ${text}`
  return { loginUser, keyId: id, accountId, fingerprint, options, line }
}

/** YYYYMMDDHHMMSSZ, as sshd(8) has it: not after the key's end, whose fractions of a second it does not know. */
function expiryText(at: Instant): string {
  return `${new Date(at).toISOString().replace(/\.\d+Z|\D/g, "")}Z`
}

function firstExpiry(openings: readonly Opening[]): Instant {
  return openings.reduce((first, { key }) => Math.min(first, key.expiresAt ?? first), Number.POSITIVE_INFINITY)
}
