import {
  type Context,
  confirmServer,
  createProject,
  createServer,
  type EnrolmentReport,
  enrolServer,
  importKeys,
  inviteToProject,
  joinProject,
  type NewEnrolment,
  type OwnedKey,
  type Project,
  type ProjectRole,
  type Server,
  type SignedIn,
} from "@latchkey/core"
import { fingerprintSha256, parsePublicKey } from "@latchkey/engine"
import type { Installation } from "./installation.ts"
import { newPublicLine } from "./public-line.ts"

/** What a machine reports of itself when it enrols; its host key is like no other. */
export function newReport(given: Partial<EnrolmentReport> = {}): EnrolmentReport {
  const hostKeys = [{ ...parsePublicKey(newPublicLine("host")), comment: "" }]
  return { hostname: "machine", sshdVersion: "9.2", hostKeys, loginUsers: ["root", "deploy"], ...given }
}

/** A project of bob's with a server in it that nobody has enrolled as yet. */
export async function newServer(
  { context, bob }: Installation,
  name = "web-1",
): Promise<NewEnrolment & { readonly project: Project }> {
  const { project } = await createProject(context, bob, "atlas")
  return { project, ...(await createServer(context, bob, project.id, { name })) }
}

/** The same, enrolled. */
export async function enrolled(
  installation: Installation,
): Promise<{ server: Server; token: string; project: Project }> {
  const { project, secret } = await newServer(installation)
  return { project, ...(await enrolServer(installation.context, secret, newReport())) }
}

/** The same, confirmed. */
export async function connected(installation: Installation): Promise<{ server: Server; project: Project }> {
  const { project, server } = await enrolled(installation)
  const fingerprints = server.hostKeys.map(({ blob }) => fingerprintSha256(blob))
  return { project, server: await confirmServer(installation.context, installation.bob, server.id, fingerprints) }
}

/** Lets somebody into a project of bob's. */
export async function letInto(
  { context, bob }: Installation,
  { id }: Pick<Project, "id">,
  actor: SignedIn,
  role: ProjectRole,
): Promise<void> {
  await joinProject(context, actor, (await inviteToProject(context, bob, id, role)).secret)
}

/** A new key of the actor's own, or of a robot. */
export async function addKeyOf(
  context: Context,
  actor: SignedIn,
  name: string,
  robot?: SignedIn["account"]["id"],
): Promise<OwnedKey> {
  const [outcome] = await importKeys(context, actor, [{ text: newPublicLine(name), name }], robot)
  if (outcome === undefined || "error" in outcome) throw outcome?.error
  return outcome.key
}
