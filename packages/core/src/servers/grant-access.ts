import { formatOptions } from "@latchkey/engine"
import type { Account } from "../accounts/account.ts"
import type { Outcome } from "../action.ts"
import type { SignedIn } from "../actor.ts"
import { CoreError } from "../error.ts"
import { type AccountId, accessId, type ProjectId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import { type Access, type AccessSubject, maximumAccesses } from "./access.ts"
import { type AccessOptions, keyOptionsOf, parseAccessOptions } from "./access-options.ts"
import { parseLoginUser } from "./login-user.ts"
import { type Server, serverTarget } from "./server.ts"

/** An access that somebody asks for. */
export interface AccessRequest {
  readonly loginUser: string
  readonly subject: AccessSubject
  readonly options?: AccessOptions | undefined
  /** Absent: not marked. */
  readonly breakGlass?: boolean | undefined
}

/**
 * The work of giving access. Keys and accounts are given it when they are a member's or a robot's of the server's project;
 * of others nobody learns here whether they exist.
 *
 * @param at where the request stands in the body, for errors: "" or "accesses.0."
 * @throws CoreError `not_found`, `conflict` for an access that there is, `quota_exceeded`, `invalid`
 */
export async function grantAccess(
  context: Context,
  stores: Stores,
  { account }: SignedIn,
  server: Server,
  request: AccessRequest,
  at = "",
): Promise<Outcome<Access>> {
  const access: Access = {
    id: accessId(context.secrets.id()),
    serverId: server.id,
    loginUser: parseLoginUser(request.loginUser, `${at}loginUser`),
    subject: request.subject,
    options: parseAccessOptions(request.options ?? {}, at),
    breakGlass: request.breakGlass ?? false,
    createdBy: account.id,
    createdAt: context.clock.now(),
  }
  const whom = await requireSubject(stores, server.projectId, access.subject)
  if ((await stores.accesses.countByServer(server.id)) >= maximumAccesses) {
    throw new CoreError(
      "quota_exceeded",
      `${server.name} has ${maximumAccesses} accesses, which is the most there may be`,
      {
        hint: "give access to accounts or to the whole project instead of to single keys",
      },
    )
  }
  if (!(await stores.accesses.insert(access))) {
    throw new CoreError("conflict", `${whom.name} has access to ${access.loginUser} on ${server.name} already`, {
      hint: "remove that access first if this one is to hold other options",
    })
  }
  return { value: access, target: serverTarget(server, account.id), after: { ...accessDetail(access), ...whom.detail } }
}

/** What the audit keeps of an access, besides whom it is for. */
export function accessDetail({ id, loginUser, subject, options, breakGlass }: Access) {
  return { access: id, loginUser, subject: subject.kind, options: formatOptions(keyOptionsOf(options)), breakGlass }
}

interface Named {
  /** As a message names it. */
  readonly name: string
  /** As the audit does. */
  readonly detail: Readonly<Record<string, string>>
}

/** @throws CoreError `not_found` for what is no member's and no robot's of the project */
async function requireSubject(stores: Stores, project: ProjectId, subject: AccessSubject): Promise<Named> {
  switch (subject.kind) {
    case "project":
      return { name: "every member", detail: {} }
    case "account": {
      const account = await accountIn(stores, project, subject.accountId)
      if (account === undefined) throw noSuch("account")
      return { name: account.handle, detail: { account: account.handle } }
    }
    case "key": {
      const key = await stores.sshKeys.find(subject.keyId)
      const account = key && (await accountIn(stores, project, key.accountId))
      if (key === undefined || account === undefined) throw noSuch("SSH key")
      return { name: `the key "${key.name}"`, detail: { account: account.handle, fingerprint: key.fingerprint } }
    }
  }
}

/** An account, when it is a member or a robot of a project. */
async function accountIn(stores: Stores, project: ProjectId, id: AccountId): Promise<Account | undefined> {
  const account = await stores.accounts.find(id)
  if (account?.kind === "robot") return account.projectId === project ? account : undefined
  return account && (await stores.projects.findMembership(project, id)) && account
}

function noSuch(noun: string): CoreError {
  return new CoreError("not_found", `there is no such ${noun} in this project`, {
    hint: "it may have been deleted, or its owner is not in the project",
  })
}
