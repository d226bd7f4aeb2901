import type { ServerId } from "../ids.ts"
import type { Instant } from "../time.ts"
import {
  type FingerprintFacts,
  type LoginReport,
  maximumNewReports,
  refusalReasonOf,
  reportsBeforeMerging,
  type SentLogin,
} from "./login-report.ts"
import type { FiledReports, ReportId } from "./login-store.ts"

/** A login, by our clock. */
export interface AcceptedLogin extends SentLogin {
  /** It was no earlier, however wrong the server's clock may be known. */
  readonly notBefore: Instant
}

/** What decides where reports go. */
export interface Filing {
  readonly serverId: ServerId
  readonly now: Instant
  /** Milliseconds that the server's clock is ahead. */
  readonly ahead: number
  /** The same, at least and at most. */
  readonly aheadAtLeast: number
  readonly aheadAtMost: number
  /** New ones, in the order of their moments. */
  readonly sent: readonly SentLogin[]
  factsOf(fingerprint: string): FingerprintFacts
  /** The server's rows of the last hour. */
  readonly recent: readonly LoginReport[]
  newId(): string
}

/** Older than all that anyone keeps: nobody looks at what was so long ago. */
const oldest = 0

/**
 * Puts reports into rows: refusals like one of the last hour are counted in its row, and so are logins once there are many.
 * What finds neither a row nor room for a new one is left out.
 */
export function fileLogins(filing: Filing): FiledReports & { readonly accepted: readonly AcceptedLogin[] } {
  const { serverId, now, ahead, aheadAtLeast, aheadAtMost, sent, factsOf, recent, newId } = filing
  const rows = new Map(recent.map((row) => [likeness(row), row]))
  const made = { login: 0, refusal: 0 }
  for (const { kind } of recent) made[kind]++
  const isAdded = new Set<string>()
  const touched = new Map<string, LoginReport>()
  const ids: ReportId[] = []
  const accepted: AcceptedLogin[] = []
  let leftOut = 0

  for (const one of sent) {
    const { reportId, kind, ...rest } = one
    const at = Math.max(Math.min(one.at - ahead, now), oldest)
    const facts = factsOf(one.fingerprint)
    const moment = { notBefore: one.at - aheadAtMost, notAfter: Math.min(one.at - aheadAtLeast, now) }
    const reason = refusalReasonOf(facts, one, moment)
    if (kind === "login") accepted.push({ ...one, at, notBefore: moment.notBefore })
    const fresh: LoginReport = {
      ...rest,
      id: newId(),
      serverId,
      kind,
      at,
      firstAt: at,
      receivedAt: now,
      ...(facts.key !== undefined && { keyId: facts.key.id }),
      ...(reason !== undefined && { reason }),
      count: 1,
    }
    const like = likeness(fresh)
    const known = kind === "refusal" || made.login >= reportsBeforeMerging ? rows.get(like) : undefined
    if (known === undefined && made[kind] >= maximumNewReports) {
      leftOut++
      ids.push({ reportId, kind })
      continue
    }
    const row = known === undefined ? fresh : counting(known, fresh)
    if (known === undefined) {
      made[kind]++
      isAdded.add(row.id)
    }
    rows.set(like, row)
    touched.set(row.id, row)
    ids.push({ reportId, kind, rowId: row.id })
  }
  const all = [...touched.values()]
  return {
    serverId,
    receivedAt: now,
    added: all.filter(({ id }) => isAdded.has(id)),
    counted: all.filter(({ id }) => !isAdded.has(id)),
    ids,
    leftOut,
    accepted,
  }
}

/** A row with one more in it; of a login, one that is open. */
function counting({ openUntil: _, ...row }: LoginReport, { at, port }: LoginReport): LoginReport {
  const isLater = at >= row.at
  return {
    ...row,
    at: Math.max(row.at, at),
    firstAt: Math.min(row.firstAt, at),
    port: isLater ? port : row.port,
    count: row.count + 1,
  }
}

/** What is alike is counted together. */
function likeness({ kind, loginUser, fingerprint, address, keyId, reason }: LoginReport): string {
  return JSON.stringify([kind, loginUser, fingerprint, address, keyId, reason])
}
