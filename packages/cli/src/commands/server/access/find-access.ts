import { type Access, type Client, routes, type Server } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import type { SubjectOptions } from "./subject.ts"

/**
 * The access to a login user that a person means.
 *
 * @throws CoreError `not_found`; `conflict` where keys of several accounts have the name
 */
export async function findAccess(
  client: Client,
  { id, name }: Server,
  loginUser: string,
  subject: SubjectOptions,
): Promise<Access> {
  const { items } = await client.call(routes.listAccesses, { params: { id } })
  const meant = items.filter((item) => item.loginUser === loginUser && isMeantBy(item, subject))
  return oneOf(meant, `${loginUser} on ${name}`)
}

function isMeantBy({ subject }: Access, { key: text, account }: SubjectOptions): boolean {
  switch (subject.kind) {
    case "key": {
      const { name, fingerprint, id } = subject.key
      return text !== undefined && [name, fingerprint, id].includes(text.normalize("NFC"))
    }
    case "account":
      return subject.account.handle === account
    case "project":
      return text === undefined && account === undefined
  }
}

function oneOf(accesses: readonly Access[], place: string): Access {
  const [access, ...others] = accesses
  if (access === undefined) {
    throw new CoreError("not_found", `there is no such access to ${place}`, {
      hint: "list them with: latchkey server access list SERVER",
    })
  }
  if (others.length === 0) return access
  throw new CoreError("conflict", `several keys of that name have access to ${place}`, {
    hint: `name it by its fingerprint: ${accesses.map(keyWords).join(" or ")}`,
  })
}

function keyWords({ subject }: Access): string {
  return subject.kind === "key" ? `${subject.key.fingerprint} (${subject.owner.handle})` : ""
}
