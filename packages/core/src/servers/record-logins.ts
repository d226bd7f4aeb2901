import type { Change } from "../changes/change.ts"
import type { SeenUse } from "../keys/ssh-key-store.ts"
import type { Context, Stores } from "../ports.ts"
import { type Instant, minute } from "../time.ts"
import { type AcceptedLogin, type Filing, fileLogins } from "./file-logins.ts"
import { seenIn } from "./host-actions.ts"
import { type FingerprintFacts, maximumReportIds, mergeTime, type SentLogin } from "./login-report.ts"
import { removeReplacedAfterLogin } from "./replaced-login.ts"
import type { Host } from "./server.ts"

/** What a server reports of logins. */
export interface LoginsReport {
  /** Its clock when it sent this. */
  readonly clock?: Instant | undefined
  readonly logins: readonly SentLogin[]
  /** The ids of all logins that are open; absent where it does not say. */
  readonly open?: readonly string[] | undefined
}

/** What became of a report: the daemon counts it. */
export interface RecordedLogins {
  readonly changes: readonly Change[]
  readonly logins: number
  readonly refusals: number
  readonly leftOut: number
}

/** A key that is used all the time is not written down each time. */
const usePrecision = minute

const nothing: RecordedLogins = { changes: [], logins: 0, refusals: 0, leftOut: 0 }

/**
 * Keeps what a server reports of logins, once, however often it is sent. A server is believed about itself alone: keys that
 * its project does not know stay strangers, and keys that never opened it are not marked as used.
 *
 * @param server as it authenticated itself; what one that nobody has confirmed says is passed over
 */
export async function recordLogins(
  context: Pick<Context, "database" | "clock" | "secrets" | "origin">,
  server: Host,
  { clock, logins, open }: LoginsReport,
): Promise<RecordedLogins> {
  const now = context.clock.now()
  if (server.state !== "connected" || (clock === undefined && logins.length === 0 && open === undefined)) return nothing
  const clockOffset = clock === undefined ? server.clockOffset : Math.round((clock - now) / 1000)
  const ahead = clockOffset === undefined || Math.abs(clockOffset) <= toleratedOffset ? 0 : clockOffset * 1000
  const recorded = await context.database.transaction(async (stores) => {
    // It may have been deleted, or have enrolled anew, since it showed its token.
    const [known] = await stores.hosts.findHosts([server.id])
    if (known?.state !== "connected") return undefined
    const sent = await newOnes(stores, server, logins)
    const facts = await stores.logins.factsOf(server.id, server.projectId, [
      ...new Set(sent.map(({ fingerprint }) => fingerprint)),
    ])
    const since = now - mergeTime
    const room =
      sent.length === 0 ? 0 : Math.max(maximumReportIds - (await stores.logins.countIds(server.id, since)), 0)
    const { accepted, ...filed } = fileLogins({
      serverId: server.id,
      now,
      ahead,
      ...aheadBounds(clock === undefined ? undefined : clock - now, server.clockOffset),
      sent: sent.slice(0, room),
      factsOf: (fingerprint) => facts.get(fingerprint) ?? stranger,
      recent: sent.length === 0 ? [] : await stores.logins.listSince(server.id, since),
      newId: context.secrets.id,
    })
    const leftOut = filed.leftOut + Math.max(sent.length - room, 0)
    if (sent.length > 0) await stores.logins.file({ ...filed, leftOut })
    const isMoved = open !== undefined && (await stores.logins.setOpen(server.id, open, now))
    const isOff = clockOffset !== undefined && !isClose(clockOffset, server.clockOffset)
    const lastLoginAt = accepted.length === 0 ? undefined : Math.max(...accepted.map(({ at }) => at))
    await stores.logins.note(server.id, { ...(isOff && { clockOffset }), lastLoginAt }, now)
    const uses = usesOf(accepted, facts)
    if (uses.length > 0) await stores.sshKeys.recordUses(uses)
    for (const login of lastOfEach(accepted)) {
      const keyId = facts.get(login.fingerprint)?.key?.id
      if (keyId !== undefined) await removeReplacedAfterLogin(context, stores, server, keyId, login)
    }
    const refusals = sent.filter(({ kind }) => kind === "refusal").length
    return { isNews: sent.length > 0 || isMoved || isOff, logins: sent.length - refusals, refusals, leftOut }
  })
  if (recorded === undefined) return nothing
  const { isNews, ...counts } = recorded
  return { ...counts, changes: isNews ? await seenIn(context, [server.projectId]) : [] }
}

/** Seconds that clocks may differ by because a report is on its way. */
const toleratedOffset = 5

/** What clocks of whole seconds hide. */
const precision = 1000

/**
 * A report on its way makes the server's clock look behind, never ahead: of what was measured now and before, the larger
 * is nearer the truth. In milliseconds; `before` in seconds.
 */
function aheadBounds(
  measured: number | undefined,
  before: number | undefined,
): Pick<Filing, "aheadAtLeast" | "aheadAtMost"> {
  const known = [measured, before === undefined ? undefined : before * 1000].filter((one) => one !== undefined)
  const [least, most] = known.length === 0 ? [0, 0] : [Math.min(...known), Math.max(...known)]
  return { aheadAtLeast: least - precision, aheadAtMost: most + precision }
}

function isClose(offset: number, before: number | undefined): boolean {
  return before !== undefined && Math.abs(offset - before) <= toleratedOffset
}

const stranger: FingerprintFacts = { opens: [], removedFrom: [] }

/** What this server has not sent before, in the order of its moments. */
async function newOnes({ logins }: Stores, { id }: Host, sent: readonly SentLogin[]): Promise<readonly SentLogin[]> {
  const byId = new Map(sent.map((one) => [one.reportId, one]))
  const known = await logins.knownIds(id, [...byId.keys()])
  return [...byId.values()].filter(({ reportId }) => !known.has(reportId)).sort((left, right) => left.at - right.at)
}

/** Of a key as a login user the last one alone: a busy server logs the same key in all the time. */
function lastOfEach(accepted: readonly AcceptedLogin[]): Iterable<AcceptedLogin> {
  return new Map(accepted.map((one) => [`${one.fingerprint} ${one.loginUser}`, one])).values()
}

/** Which keys were used. One that never opened this server was not, whatever the server says. */
function usesOf(accepted: readonly SentLogin[], facts: ReadonlyMap<string, FingerprintFacts>): readonly SeenUse[] {
  return accepted.flatMap(({ fingerprint, at, address: from }) => {
    const { key, opens, removedFrom } = facts.get(fingerprint) ?? stranger
    if (key === undefined || (opens.length === 0 && removedFrom.length === 0)) return []
    const isRecent = key.lastUsedAt !== undefined && at - key.lastUsedAt < usePrecision
    return isRecent ? [] : [{ keyId: key.id, at, from }]
  })
}
