import { CoreError } from "../error.ts"
import type { AccountId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import { reaches } from "../projects/project.ts"
import { minute } from "../time.ts"
import type { Server } from "./server.ts"
import type { EnrolmentCode } from "./server-store.ts"

/** How long an enrolment code works. */
export const enrolmentCodeLifetime = 60 * minute

/** Where a code's script is: the code follows after a slash. */
export const enrolmentPath = "/enrol"

/** A code just made, with its text, which nothing can show again. */
export interface NewEnrolment {
  readonly server: Server
  readonly code: EnrolmentCode
  /** 43 base64url characters. */
  readonly secret: string
}

/** Makes a code for a server, in place of the one that it has. */
export async function issueEnrolmentCode(
  { clock, secrets }: Context,
  stores: Stores,
  server: Server,
  createdBy: AccountId,
): Promise<NewEnrolment> {
  const code = { createdBy, expiresAt: clock.now() + enrolmentCodeLifetime }
  const secret = secrets.secret()
  await stores.servers.putCode(server.id, code, secrets.hash(secret))
  return { server, code, secret }
}

/**
 * The server that a code enrols now. A code that is unknown, spent, replaced or too old, and one whose maker may no longer
 * make it, are told apart by nothing.
 *
 * @throws CoreError `not_found`
 */
export async function requireEnrolmentCode(
  context: Context,
  stores: Stores,
  secret: string,
): Promise<{ readonly server: Server; readonly code: EnrolmentCode }> {
  const found = await stores.servers.findByCode(context.secrets.hash(secret))
  if (found === undefined || found.code.expiresAt <= context.clock.now()) throw notValid()
  const { server, code } = found
  const maker = await stores.accounts.find(code.createdBy)
  const membership = await stores.projects.findMembership(server.projectId, code.createdBy)
  if (maker === undefined || maker.disabledAt !== undefined) throw notValid()
  if (membership === undefined || !reaches(membership.role, "member")) throw notValid()
  return found
}

/** The refusal of a code. */
export function notValid(): CoreError {
  return new CoreError("not_found", "this code is not valid", {
    hint: "it may have been used or replaced, or its hour has passed: make a new command for this server",
  })
}
