import { routes } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { isMeant, requireAnswer } from "../../deed.ts"
import { findServer } from "../../find-server.ts"
import { print, printHint, printJson, printNote } from "../../io.ts"

export interface EndLoginOptions {
  readonly fingerprint?: string
  readonly yes?: boolean
  readonly json?: boolean
}

/** `latchkey server end-login` */
export async function endLogin(
  text: string,
  logins: readonly string[],
  { fingerprint, yes, json }: EndLoginOptions,
): Promise<void> {
  const which = whichLogins(logins, fingerprint)
  requireAnswer(yes)
  const { client } = await connect()
  const { id, name } = await findServer(client, text)
  const deed = {
    question: toPrintable(`End these logins to ${name}? What runs in them is lost.`),
    deed: "End logins",
    keep: "Leave them open",
    done: "ended",
  }
  if (!(await isMeant(yes, () => "", deed))) return
  const ended = await client.call(routes.endLogins, { params: { id }, body: which })
  if (json) return printJson(ended)
  if (ended.ending === 0) return printNote("none of them is open")
  print(toPrintable(`${name} is told to end ${ended.ending === 1 ? "one login" : `${ended.ending} logins`}`))
  printHint(`see whether it has with: latchkey server logins ${name} --open`)
}

/** @throws CoreError `invalid` where neither or both are given */
function whichLogins(logins: readonly string[], fingerprint: string | undefined) {
  if (logins.length > 0 && fingerprint === undefined) return { loginIds: [...logins] }
  if (logins.length === 0 && fingerprint !== undefined) return { fingerprint }
  throw new CoreError("invalid", "open logins are named by their ids or by one --fingerprint", {
    hint: "list them with: latchkey server logins SERVER --open",
  })
}
