import { type Client, type Member, type Project, type Robot, routes } from "@latchkey/contract"
import { CoreError, isIdText } from "@latchkey/core"

/**
 * The project that a person means: by its exact name, else its id.
 *
 * @throws CoreError `not_found`, `conflict` when several have the name
 * @throws ApiError
 */
export async function findProject(client: Client, text: string): Promise<Project> {
  const { items } = await client.call(routes.listProjects, {})
  const name = text.normalize("NFC")
  const named = items.filter((project) => project.name === name)
  if (named.length > 1) {
    throw new CoreError("conflict", `you are in ${named.length} projects named "${text}"`, {
      hint: `name it by its id: ${named.map(({ id }) => id).join(" or ")}`,
    })
  }
  const project = named[0] ?? (isIdText(text) ? items.find(({ id }) => id === text) : undefined)
  if (project !== undefined) return project
  throw new CoreError("not_found", `you are in no project named "${text}"`, {
    hint: "list them with: latchkey project list",
  })
}

/** The member of a project with this handle. @throws CoreError `not_found` */
export async function findMember(client: Client, { id, name }: Project, handle: string): Promise<Member> {
  const { items } = await client.call(routes.listMembers, { params: { id } })
  const member = items.find(({ account }) => account.handle === handle)
  if (member !== undefined) return member
  throw new CoreError("not_found", `"${handle}" is no member of ${name}`, {
    hint: "list them with: latchkey project members PROJECT",
  })
}

/** The robot with this handle, in whichever of one's projects it is. @throws CoreError `not_found` */
export async function findRobot(client: Client, handle: string): Promise<Robot> {
  const projects = await client.call(routes.listProjects, {})
  for (const { id } of projects.items) {
    const { items } = await client.call(routes.listRobots, { params: { id } })
    const robot = items.find((one) => one.handle === handle)
    if (robot !== undefined) return robot
  }
  throw new CoreError("not_found", `there is no robot "${handle}" in your projects`, {
    hint: "list them with: latchkey robot list PROJECT",
  })
}

/** The id that `--robot` stands for in requests; `undefined` for oneself. */
export async function accountOf(client: Client, robot: string | undefined): Promise<string | undefined> {
  return robot === undefined ? undefined : (await findRobot(client, robot)).id
}
