import type { Command } from "commander"
import { examples, jsonOption } from "../help.ts"

const oneBundleKey = ["<bundle-key>", "its SHA256 fingerprint"] as const
const ownKeys = "Only administrators may."

/** Declares `latchkey bundle-key ...`. */
export function addBundleKeyCommands(bundleKey: Command): void {
  bundleKey
    .command("list")
    .summary("List the keys that sign what servers go by.")
    .description(`List the keys that sign what connected servers go by, and how many servers trust each. ${ownKeys}`)
    .option(...jsonOption("the API's BundleKeyList"))
    .addHelpText("after", examples("latchkey bundle-key list"))
    .action(async (options) => (await import("./bundle-key/list.ts")).listBundleKeys(options))
  bundleKey
    .command("announce")
    .summary("Make the next bundle key, and tell servers to trust it too.")
    .description(
      "Make the next bundle key beside the current one, and tell every connected server to trust it too. Nothing is signed " +
        `with it yet. ${ownKeys}`,
    )
    .option(...jsonOption("the API's BundleKey"))
    .addHelpText("after", examples("latchkey bundle-key announce"))
    .action(async (options) => (await import("./bundle-key/announce.ts")).announceBundleKey(options))
  bundleKey
    .command("use")
    .summary("Sign with an announced bundle key from now on.")
    .description(
      "Sign with an announced bundle key from now on. Refused while servers that were heard in the last day do not trust " +
        `it, unless with --force: those believe nothing then until they are connected again. ${ownKeys}`,
    )
    .argument(...oneBundleKey)
    .option("--force", "leave servers behind that do not trust it yet")
    .option("--yes", "do not ask whether they are to be left behind; only with --force")
    .option(...jsonOption("the API's BundleKeyList"))
    .addHelpText("after", examples("latchkey bundle-key use SHA256:..."))
    .action(async (fingerprint: string, options) =>
      (await import("./bundle-key/use.ts")).useBundleKey(fingerprint, options),
    )
  bundleKey
    .command("retire")
    .summary("Tell servers to trust a bundle key no more.")
    .description(
      `Tell every connected server to trust a bundle key no more. The key that signs now cannot be retired. ${ownKeys}`,
    )
    .argument(...oneBundleKey)
    .option("--yes", "do not ask")
    .option(...jsonOption("an object with the fingerprint"))
    .addHelpText("after", examples("latchkey bundle-key retire SHA256:..."))
    .action(async (fingerprint: string, options) =>
      (await import("./bundle-key/retire.ts")).retireBundleKey(fingerprint, options),
    )
}
