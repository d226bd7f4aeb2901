import type { SignedIn } from "../actor.ts"
import type { Stores } from "../ports.ts"
import type { Server } from "./server.ts"

/** Tells which servers an actor may know by name: those of the projects that a person is in, or a robot belongs to. */
export async function mayBeNamed(
  { projects }: Pick<Stores, "projects">,
  { account }: SignedIn,
): Promise<(server: Pick<Server, "projectId">) => boolean> {
  const own = new Set(
    account.kind === "robot"
      ? [account.projectId]
      : (await projects.listByMember(account.id)).map(({ project }) => project.id),
  )
  return ({ projectId }) => own.has(projectId)
}
