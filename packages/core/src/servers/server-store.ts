import type { AccountId, ProjectId, ServerId } from "../ids.ts"
import type { Instant } from "../time.ts"
import type { Host, Server } from "./server.ts"

/** What lets one machine enrol as a server, once. Its text is stored as a hash alone. */
export interface EnrolmentCode {
  readonly createdBy: AccountId
  readonly expiresAt: Instant
}

export interface ServerStore {
  find(id: ServerId): Promise<Server | undefined>
  /** Those of them that exist, in no order. */
  findSeveral(ids: readonly ServerId[]): Promise<readonly Server[]>
  /** By name without regard to case. */
  listByProject(project: ProjectId): Promise<readonly Server[]>
  countByProject(project: ProjectId): Promise<number>
  /** False, with nothing stored, when the project has a server with this name. */
  insert(server: Server): Promise<boolean>
  /** Stores name, address and stale policy; false when the name is taken. */
  update(server: Server): Promise<boolean>
  /** Removes a server and all that hangs on it: its accesses, its code, its token. */
  delete(id: ServerId): Promise<void>
  /** Keeps a code by its hash, in place of the one that the server has. */
  putCode(id: ServerId, code: EnrolmentCode, hash: string): Promise<void>
  findByCode(hash: string): Promise<{ readonly server: Server; readonly code: EnrolmentCode } | undefined>
  /** Keeps when the script of the code with this hash was fetched; false when that is known already, or the code is gone. */
  noteFetch(hash: string, at: Instant): Promise<boolean>
  /**
   * Spends the code with this hash: stores what enrolling changes of its server (state, host keys, login users, sshd's
   * version, address, moments), with the hash of its new token in place of the old one. Nothing is acknowledged any more.
   * True for one caller: of two who spend a code at once, one enrols.
   */
  enrol(server: Server, codeHash: string, tokenHash: string): Promise<boolean>
  /** The server that has the token with this hash. */
  findByToken(hash: string): Promise<Host | undefined>
  /** Stores state and moment of the confirmation. */
  confirm(id: ServerId, at: Instant): Promise<void>
}
