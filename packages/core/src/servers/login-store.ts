import type { ProjectId, ServerId, SshKeyId } from "../ids.ts"
import type { Page, PageRequest } from "../page.ts"
import type { Instant } from "../time.ts"
import type { FingerprintFacts, ListedLogin, LoginKind, LoginReport, PlaceLogins } from "./login-report.ts"
import type { Server } from "./server.ts"

/** Which reports of a server. */
export interface LoginQuery extends PageRequest {
  readonly serverId: ServerId
  readonly kind?: LoginKind | undefined
  readonly openOnly?: boolean | undefined
  /** Part of a login user, an address, a fingerprint, a key's name or its owner's handle. */
  readonly search?: string | undefined
}

/** A report of a key and the server that it came from. */
export interface KeyLogin extends ListedLogin {
  readonly server: Pick<Server, "id" | "name">
}

/** An id by which a server reported a login or a refusal, and the row that it is counted in: none when it was left out. */
export interface ReportId {
  readonly reportId: string
  readonly kind: LoginKind
  readonly rowId?: string | undefined
}

/** What a report changes. */
export interface FiledReports {
  readonly serverId: ServerId
  readonly receivedAt: Instant
  /** New rows. */
  readonly added: readonly LoginReport[]
  /** Rows that are there, with their new counts and moments. */
  readonly counted: readonly LoginReport[]
  readonly ids: readonly ReportId[]
  readonly leftOut: number
}

/** What a server says of itself beside logins. */
export interface HostSigns {
  /** Seconds that its clock is ahead of ours; absent where it did not say. */
  readonly clockOffset?: number | undefined
  readonly lastLoginAt?: Instant | undefined
}

/** What is forgotten. */
export interface LoginBounds {
  /** Reports from before this. */
  readonly until: Instant
  /** What is more than this of one server, the oldest first. */
  readonly most: number
  /** Of open logins, what is more than this of one server. */
  readonly mostOpen: number
  /** Ids from before this, but for those of open logins. */
  readonly idsUntil: Instant
  /** From before this, that a login is to be ended: it can be asked for anew. */
  readonly ordersUntil: Instant
}

/** What servers report of logins. */
export interface LoginStore {
  /** Of each of these fingerprints, looked at from a server and its project alone. */
  factsOf(
    server: ServerId,
    project: ProjectId,
    fingerprints: readonly string[],
  ): Promise<ReadonlyMap<string, FingerprintFacts>>
  /** Those of these ids that the server has reported before. */
  knownIds(server: ServerId, ids: readonly string[]): Promise<ReadonlySet<string>>
  /** How many ids came since then. */
  countIds(server: ServerId, since: Instant): Promise<number>
  /** The rows that were made since then, the oldest first. */
  listSince(server: ServerId, since: Instant): Promise<readonly LoginReport[]>
  file(reports: FiledReports): Promise<void>
  /**
   * These of the server's logins are open, and no others. What is not known to be a login stays unknown.
   *
   * @returns whether that changed anything
   */
  setOpen(server: ServerId, ids: readonly string[], at: Instant): Promise<boolean>
  /** Stores what a server says of itself; nothing is moved back. */
  note(server: ServerId, signs: HostSigns, at: Instant): Promise<void>
  /** Newest first. */
  list(query: LoginQuery): Promise<Page<ListedLogin>>
  /** The same of a key, on servers of projects that its holder is in. */
  listOfKey(key: SshKeyId, page: PageRequest): Promise<Page<KeyLogin>>
  countLeftOut(server: ServerId): Promise<number>
  /** Marks open logins to be ended, by their reports or by fingerprint; gives how many there are. */
  close(
    server: ServerId,
    which: { readonly ids: readonly string[] } | { readonly fingerprint: string },
    at: Instant,
  ): Promise<number>
  /** The ids of open logins that each of these servers is to end, by when somebody asked for it. */
  listClosing(servers: readonly ServerId[], since: Instant): Promise<ReadonlyMap<ServerId, readonly string[]>>
  /** By server, login user and fingerprint; of one fingerprint alone, where it is given. */
  listPlaces(servers: readonly ServerId[], fingerprint?: string): Promise<readonly PlaceLogins[]>
  prune(bounds: LoginBounds): Promise<void>
}
