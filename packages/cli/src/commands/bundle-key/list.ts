import { type BundleKeyList, routes } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { isForPeople, print, printJson, printNote } from "../../io.ts"
import { timeWords } from "../../key-words.ts"
import { table } from "../../table.ts"

/** `latchkey bundle-key list` */
export async function listBundleKeys({ json }: { readonly json?: boolean }): Promise<void> {
  const { client } = await connect()
  const list = await client.call(routes.listBundleKeys, {})
  if (json) return printJson(list)
  if (list.items.length === 0 && isForPeople()) return printNote("there is no bundle key yet")
  printBundleKeys(list)
}

/** Fingerprints stand whole: they are what the other commands take. */
export function printBundleKeys({ items, connectedServers }: BundleKeyList): void {
  print(
    table(
      ["FINGERPRINT", "STATE", "ADDED", "TRUSTED BY", "NOT YET BY"],
      items.map(({ fingerprint, state, addedAt, knownBy, missingOn }) => [
        fingerprint,
        state,
        timeWords(addedAt, Date.now()),
        `${knownBy} of ${connectedServers}`,
        `${missingOn}`,
      ]),
    ),
  )
}
