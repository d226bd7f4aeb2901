import { type Client, type KeyPolicySaved, routes } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"
import { confirmDeed } from "../../ask.ts"
import { connect } from "../../connection.ts"
import { canAsk, print, printJson, printNote } from "../../io.ts"
import { affectedTable, type Change, countWords, previewOf, sayFaults } from "./preview.ts"
import { type SettingOptions, withOptions } from "./settings.ts"
import { policyText } from "./show.ts"

export interface SetOptions extends SettingOptions {
  readonly yes?: boolean
  readonly json?: boolean
}

/** `latchkey policy set` */
export async function setPolicy({ yes, json, ...options }: SetOptions): Promise<void> {
  if (Object.keys(options).length === 0) {
    throw new CoreError("invalid", "there is nothing to change", { hint: "--help shows what can be set" })
  }
  const { client } = await connect()
  const { policy, revision } = await client.call(routes.showKeyPolicy, {})
  const saved = await saveChange(client, revision, { policy: withOptions(policy, options) }, { yes, label: "" })
  if (saved === undefined) return
  if (json) return printJson(saved)
  print(policyText(saved.state))
}

/**
 * Shows what a change does, asks, and makes it. The revision is that of the state that the change was made from: when
 * somebody else was faster, the daemon says so.
 */
export async function saveChange(
  client: Client,
  revision: number,
  change: Change,
  { yes, label }: { readonly yes: boolean | undefined; readonly label: string },
): Promise<KeyPolicySaved | undefined> {
  if (!yes) {
    const preview = await previewOf(client, change)
    if (preview.blocklist !== undefined) sayFaults(preview.blocklist, label)
    if (preview.total > 0) {
      process.stderr.write(`${affectedTable(preview)}\n`)
      if (!canAsk()) {
        throw new CoreError(
          "invalid",
          `this changes registered keys (${countWords(preview.counts)}), and there is no terminal to ask on`,
          {
            hint: "add --yes to change them without being asked",
          },
        )
      }
      const isMeant = await confirmDeed(`${countWords(preview.counts)}. Change the policy?`, "Change it", "Keep it")
      if (!isMeant) {
        printNote("nothing was changed")
        return undefined
      }
    }
  }
  const saved = await client.call(routes.updateKeyPolicy, { body: { ...change, revision } })
  if (yes && saved.blocklist !== undefined) sayFaults(saved.blocklist, label)
  printNote(countWords(saved.counts))
  return saved
}
