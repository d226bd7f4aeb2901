import type { AccountId, ProjectId, ServerId, SshKeyId } from "../ids.ts"
import type { Instant } from "../time.ts"
import type { BundleOrders, BundleStalePolicy } from "./host-bundle.ts"
import type { HostCondition, Server } from "./server.ts"

/** Which key a line of a server's newest bundle is of, and how it is held. */
export interface LinePlace {
  readonly loginUser: string
  readonly keyId: SshKeyId
  /** As they stand in front of the key; "" for none. */
  readonly options: string
}

/** A line of a server's newest bundle, and whose it is. */
export interface HostLine extends LinePlace {
  readonly accountId: AccountId
  readonly fingerprint: string
}

/** A line since when it stands in the bundle, and since when the server has it. */
export interface DeliveredLine extends HostLine {
  readonly serverId: ServerId
  readonly addedAt: Instant
  /** Absent until the server has said that it goes by a bundle with this line. */
  readonly inEffectAt?: Instant
}

/** A line that was taken out of a bundle. */
export interface Removal {
  readonly serverId: ServerId
  readonly loginUser: string
  readonly keyId: SshKeyId
  readonly accountId: AccountId
  readonly fingerprint: string
  readonly removedAt: Instant
  /** Absent until the server has said that it goes by a bundle without it. */
  readonly inEffectAt?: Instant
}

/** What is known of a server's newest bundle besides its lines and version. */
export interface BundleHead {
  readonly issuedAt: Instant
  readonly loginUsers: readonly string[]
  readonly stale: BundleStalePolicy
  /** SHA-256 of its signed text, 64 hex digits. */
  readonly hash: string
}

/** What decides about a server's next bundle, apart from its openings. */
export interface HostState
  extends Pick<Server, "state" | "stalePolicy" | "version" | "enrolledAt">,
    Pick<BundleOrders, "newToken"> {
  readonly serverId: ServerId
  readonly projectId: ProjectId
  /** Absent while it never had one. */
  readonly bundle?: BundleHead & {
    /** The version since which its stale policy is this one: a server that goes by an older one may have another. */
    readonly staleSince: number
  }
}

/** A new bundle of a server, as it differs from the one before. */
export interface NewBundle extends BundleHead {
  readonly serverId: ServerId
  readonly version: number
  readonly added: readonly HostLine[]
  readonly removed: readonly LinePlace[]
}

/** That a server goes by a version of its bundle; 0 for none. */
export interface Acknowledgement {
  readonly serverId: ServerId
  readonly version: number
}

/** What servers are to have, and what they have. */
export interface HostStore {
  /** Of those servers that exist. */
  findHosts(servers: readonly ServerId[]): Promise<readonly HostState[]>
  listLines(servers: readonly ServerId[]): Promise<readonly DeliveredLine[]>
  /** The same lines by server, with what tells them apart alone: a thousand servers wait for it. */
  listPlaces(servers: readonly ServerId[]): Promise<ReadonlyMap<ServerId, readonly LinePlace[]>>
  /** Removals that the servers have not acknowledged yet. */
  listWaitingRemovals(servers: readonly ServerId[]): Promise<readonly Removal[]>
  /** All removals that are remembered: those too that servers have acknowledged. */
  listRemovals(server: ServerId): Promise<readonly Removal[]>
  /** The lines of a key, on all servers. */
  listLinesOf(key: SshKeyId): Promise<readonly DeliveredLine[]>
  /** The removals of a key that are remembered, on all servers. */
  listRemovalsOf(key: SshKeyId): Promise<readonly Removal[]>
  /** The same of all keys of these accounts. */
  listLinesOfAccounts(accounts: readonly AccountId[]): Promise<readonly DeliveredLine[]>
  listRemovalsOfAccounts(accounts: readonly AccountId[]): Promise<readonly Removal[]>
  /**
   * Servers that keys of one of these accounts open, or may open: by a bundle, an access, or as members or robots. There
   * may be some among them that their keys opened once.
   */
  listServersOf(accounts: readonly AccountId[]): Promise<readonly ServerId[]>
  /** Puts new bundles in the place of the old ones; each version is the old one and one. */
  saveBundles(bundles: readonly NewBundle[]): Promise<void>
  /**
   * Raises what servers have acknowledged, and marks the lines and removals that this brings into effect. A version that
   * is not above what was acknowledged says only that the server was there at that moment.
   */
  acknowledge(acknowledgements: readonly Acknowledgement[], at: Instant): Promise<void>
  /** A server goes by less than it did, as after a new enrolment: what is above `version` is not in effect any more. */
  takeBack(server: ServerId, version: number): Promise<void>
  /** A server goes by a version that was never made here, and by nothing that is known: the next one is above it. */
  overtake(server: ServerId, version: number): Promise<void>
  /**
   * Keeps how a server said last to be; false when it said the same before. What opens login users who are managed again
   * is in effect from then on.
   */
  report(server: ServerId, condition: HostCondition, at: Instant): Promise<boolean>
  /** Forgets removals from before `until`, and whose keys once opened a server. */
  pruneRemovals(until: Instant): Promise<void>
}
