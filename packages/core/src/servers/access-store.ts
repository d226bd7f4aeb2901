import type { AccessId, AccountId, ProjectId, ServerId } from "../ids.ts"
import type { Access } from "./access.ts"
import type { OpeningFacts } from "./opening.ts"
import type { Server } from "./server.ts"

export interface AccessStore {
  find(id: AccessId): Promise<Access | undefined>
  /** How many accesses a server has. */
  countByServer(server: ServerId): Promise<number>
  /** False, with nothing stored, when its server has one for this login user and subject. */
  insert(access: Access): Promise<boolean>
  /** Stores whether it is marked as break-glass. */
  mark(id: AccessId, breakGlass: boolean): Promise<void>
  delete(id: AccessId): Promise<void>
  /** Removes what an account and its keys have on the servers of a project; gives how many accesses that were. */
  deleteOfAccount(project: ProjectId, account: AccountId): Promise<number>
  /** The servers on which an account or its keys may open something: by accesses to them, or to all members. */
  listServersOf(account: AccountId): Promise<readonly Server[]>
  /** Everything that decides about the openings of these servers, in a few statements. */
  openingFacts(servers: readonly ServerId[]): Promise<OpeningFacts>
}
