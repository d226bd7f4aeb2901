import { routes } from "@latchkey/contract"
import { connect } from "../../connection.ts"
import { fileLabel, print, printJson } from "../../io.ts"
import { readBlocklist } from "./preview.ts"
import { saveChange } from "./set.ts"

export interface BlocklistOptions {
  readonly file?: string
  readonly clear?: boolean
  readonly yes?: boolean
  readonly json?: boolean
}

/** `latchkey policy blocklist` */
export async function blocklist({ file, clear, yes, json }: BlocklistOptions): Promise<void> {
  const { client } = await connect()
  if (file === undefined && !clear) {
    const text = await client.call(routes.exportBlocklist, {})
    if (json) return printJson(text)
    if (text !== "") print(text.trimEnd())
    return
  }
  const text = file === undefined ? "" : await readBlocklist(file)
  const { revision } = await client.call(routes.showKeyPolicy, {})
  const label = file === undefined ? "" : fileLabel(file)
  const saved = await saveChange(client, revision, { blocklist: text }, { yes, label })
  if (saved === undefined) return
  if (json) return printJson(saved)
  const { blockedKeys } = saved.state
  print(blockedKeys === 1 ? "the blocklist has 1 entry" : `the blocklist has ${blockedKeys} entries`)
}
