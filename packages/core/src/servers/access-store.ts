import type { AccessId, AccountId, ProjectId, ServerId } from "../ids.ts"
import type { Access } from "./access.ts"
import type { OpeningFacts } from "./opening.ts"

export interface AccessStore {
  find(id: AccessId): Promise<Access | undefined>
  /** By login user, the oldest first. */
  listByServer(server: ServerId): Promise<readonly Access[]>
  /** False, with nothing stored, when its server has one for this login user and subject. */
  insert(access: Access): Promise<boolean>
  delete(id: AccessId): Promise<void>
  /** Removes what an account and its keys have on the servers of a project; gives how many accesses that were. */
  deleteOfAccount(project: ProjectId, account: AccountId): Promise<number>
  /** Everything that decides about the openings of these servers, in a few statements. */
  openingFacts(servers: readonly ServerId[]): Promise<OpeningFacts>
}
