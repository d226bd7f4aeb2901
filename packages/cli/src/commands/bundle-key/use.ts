import { routes } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"
import { connect } from "../../connection.ts"
import { isMeant, requireAnswer } from "../../deed.ts"
import { print, printHint, printJson } from "../../io.ts"
import { printBundleKeys } from "./list.ts"

export interface UseOptions {
  readonly force?: boolean
  readonly yes?: boolean
  readonly json?: boolean
}

/** `latchkey bundle-key use` */
export async function useBundleKey(fingerprint: string, { force, yes, json }: UseOptions): Promise<void> {
  if (yes && !force) throw new CoreError("invalid", "--yes is only for --force", { hint: "leave it out" })
  if (force) requireAnswer(yes)
  const { client } = await connect()
  const closes = () =>
    "Servers that do not trust this key yet believe nothing from Latchkey until they are connected again."
  const deed = {
    question: toPrintable(`Sign with ${fingerprint}, also where servers do not trust it?`),
    deed: "Use the key",
    keep: "Keep the current one",
    done: "changed",
  }
  if (force && !(await isMeant(yes, closes, deed))) return
  const list = await client.call(routes.useBundleKey, { params: { fingerprint }, body: { force } })
  if (json) return printJson(list)
  printBundleKeys(list)
  const before = list.items.find(({ state }) => state === "announced")
  if (before !== undefined) {
    print(`${toPrintable(fingerprint)} signs from now on`)
    printHint(`servers trust the one before too, until: latchkey bundle-key retire ${before.fingerprint}`)
  }
}
