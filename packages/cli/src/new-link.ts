import type { NewLink } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { print, printJson, printNote } from "./io.ts"
import { inWords } from "./time.ts"

/** Prints a one-time link: stdout gets its address alone. `purpose` says who is to get it. */
export function printLink(link: NewLink, purpose: string, json: boolean | undefined): void {
  if (json) {
    printJson(link)
    return
  }
  printNote(`${purpose}; it works once, ends ${inWords(link.expiresAt, Date.now())}, and is not shown again`)
  print(toPrintable(link.url))
}
