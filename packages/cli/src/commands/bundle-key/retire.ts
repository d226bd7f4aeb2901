import { routes } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { isMeant, requireAnswer } from "../../deed.ts"
import { print, printHint, printJson } from "../../io.ts"

export interface RetireOptions {
  readonly yes?: boolean
  readonly json?: boolean
}

/** `latchkey bundle-key retire` */
export async function retireBundleKey(fingerprint: string, { yes, json }: RetireOptions): Promise<void> {
  requireAnswer(yes)
  const { client } = await connect()
  const deed = {
    question: toPrintable(`Let servers trust ${fingerprint} no more?`),
    deed: "Retire the key",
    keep: "Keep it",
    done: "retired",
  }
  const closes = () => "A server that has not heard of the key in use has to be connected again then."
  if (!(await isMeant(yes, closes, deed))) return
  await client.call(routes.retireBundleKey, { params: { fingerprint } })
  if (json) return printJson({ fingerprint })
  print(toPrintable(`servers are told to trust ${fingerprint} no more`))
  printHint("make a new backup: if one from before is restored, all servers have to be connected again")
}
