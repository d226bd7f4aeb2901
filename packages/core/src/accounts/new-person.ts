import { CoreError } from "../error.ts"
import { accountId } from "../ids.ts"
import { parseName } from "../name.ts"
import type { Context, Stores } from "../ports.ts"
import { createPersonalProject } from "../projects/personal-project.ts"
import { defaultKeyQuota, type Language, type Person, parseEmail, parseHandle, type Role } from "./account.ts"

/** What a new person says of themselves. */
export interface PersonFacts {
  readonly handle: string
  readonly email: string
  readonly displayName: string
  /** English when absent. */
  readonly language?: Language | undefined
}

/** @throws CoreError `invalid` */
export function newPerson(context: Context, facts: PersonFacts, role: Role): Person {
  return {
    kind: "person",
    id: accountId(context.secrets.id()),
    handle: parseHandle(facts.handle),
    email: parseEmail(facts.email),
    displayName: parseName(facts.displayName, "displayName"),
    language: facts.language ?? "en",
    theme: "system",
    role,
    publishesKeys: false,
    keyQuota: defaultKeyQuota,
    createdAt: context.clock.now(),
    revision: 1,
  }
}

/** Stores a new person and their personal project; false when the handle or the e-mail address is taken. */
export async function storePerson(
  context: Context,
  stores: Stores,
  person: Person,
  passwordHash: string,
): Promise<boolean> {
  if (!(await stores.accounts.insert(person, passwordHash))) return false
  await createPersonalProject(context, stores, person)
  return true
}

/** @throws CoreError `conflict` when an account has this handle or an open invitation reserves it */
export async function requireFreeHandle(context: Context, stores: Stores, handle: string): Promise<void> {
  const taken =
    (await stores.accounts.findByHandle(handle)) ?? (await stores.links.findInvitation(handle, context.clock.now()))
  if (taken === undefined) return
  const message = `the handle "${handle}" is taken`
  throw new CoreError("conflict", message, { hint: "choose another handle", fields: [{ path: "handle", message }] })
}

/** The refusal of an e-mail address that another account has. */
export function emailTaken(): CoreError {
  const message = "this e-mail address is taken"
  return new CoreError("conflict", message, { hint: "use another address", fields: [{ path: "email", message }] })
}

/** How the audit names an account. */
export function accountTarget(account: { readonly id: Person["id"]; readonly handle: string }) {
  return { kind: "account", id: account.id, name: account.handle, accountId: account.id } as const
}
