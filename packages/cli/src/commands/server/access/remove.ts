import { type Access, routes } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../../connection.ts"
import { isMeant, requireAnswer } from "../../../deed.ts"
import { findServer } from "../../../find-server.ts"
import { print, printJson } from "../../../io.ts"
import { subjectWords } from "../../../server-words.ts"
import { requireSubject, type SubjectOptions } from "./subject.ts"

export interface RemoveOptions extends SubjectOptions {
  readonly yes?: boolean
  readonly json?: boolean
}

/** `latchkey server access remove` */
export async function removeAccess(text: string, loginUser: string, options: RemoveOptions): Promise<void> {
  const { yes, json } = options
  requireSubject(options)
  requireAnswer(yes)
  const { client } = await connect()
  const { id, name } = await findServer(client, text)
  const { items } = await client.call(routes.listAccesses, { params: { id } })
  const access = oneOf(
    items.filter((item) => item.loginUser === loginUser && isMeantBy(item, options)),
    `${loginUser} on ${name}`,
  )
  const words = subjectWords(access)
  const deed = {
    question: toPrintable(`Remove the access of ${words} to ${loginUser} on ${name}?`),
    deed: "Remove access",
    keep: "Keep the access",
    done: "removed",
  }
  if (!(await isMeant(yes, () => "", deed))) return
  await client.call(routes.removeAccess, { params: { id, accessId: access.id } })
  if (json) return printJson({ id: access.id })
  print(toPrintable(`${words}: no access to ${loginUser} on ${name} any more`))
}

function isMeantBy({ subject }: Access, { key: text, account }: RemoveOptions): boolean {
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

/** @throws CoreError `not_found`; `conflict` where keys of several accounts have the name */
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
