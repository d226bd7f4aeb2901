import type { Command } from "commander"
import { Option } from "commander"
import { examples, jsonOption } from "../help.ts"

const ownPolicy = "Only administrators may."

/** Declares `latchkey policy ...`. */
export function addPolicyCommands(policy: Command): void {
  policy
    .command("show")
    .description("Show what is demanded of SSH keys here.")
    .option(...jsonOption("the API's KeyPolicyState"))
    .addHelpText("after", examples("latchkey policy show", "latchkey policy show --json | jq .policy.minimumRsaBits"))
    .action(async (options) => (await import("./policy/show.ts")).showPolicy(options))
  withSettings(policy.command("preview"))
    .summary("Show what another policy would do.")
    .description(
      `Show what another policy would do to the SSH keys that are registered, and change nothing. ${ownPolicy}`,
    )
    .option("--blocklist <file>", "and this blocklist in the place of the one there is; - is stdin")
    .option(...jsonOption("the API's KeyPolicyPreview, of all pages"))
    .addHelpText(
      "after",
      examples("latchkey policy preview --minimum-rsa 3072", "latchkey policy preview --lifetime 365 --existing apply"),
    )
    .action(async (options) => (await import("./policy/preview.ts")).previewPolicy(options))
  withSettings(policy.command("set"))
    .summary("Change what is demanded of SSH keys.")
    .description(`Change what is demanded of SSH keys. Shows first which keys it changes. ${ownPolicy}`)
    .option("--yes", "do not ask")
    .option(...jsonOption("the API's KeyPolicySaved"))
    .addHelpText(
      "after",
      examples(
        "latchkey policy set --minimum-rsa 3072 --warn-rsa 4096",
        "latchkey policy set --types ed25519,ecdsa --yes",
      ),
    )
    .action(async (options) => (await import("./policy/set.ts")).setPolicy(options))
  policy
    .command("blocklist")
    .summary("Print or replace the list of keys that nobody may use.")
    .description(
      "Print the list of keys that nobody may use, or put another in its place: a fingerprint (SHA256: or MD5:) or a " +
        `public key a line, comments after #. Keys on it stop opening at once. ${ownPolicy}`,
    )
    .addOption(new Option("--file <file>", "the new list, whole; - is stdin").conflicts("clear"))
    .option("--clear", "empty it")
    .option("--yes", "do not ask")
    .option(...jsonOption("the list as one string; with --file or --clear the API's KeyPolicySaved"))
    .addHelpText(
      "after",
      examples("latchkey policy blocklist > blocklist.txt", "latchkey policy blocklist --file - < blocklist.txt"),
    )
    .action(async (options) => (await import("./policy/blocklist.ts")).blocklist(options))
}

function withSettings(command: Command): Command {
  return command
    .option("--types <types>", "allow these alone: ed25519, rsa, ecdsa, ed25519-sk, ecdsa-sk; commas between")
    .option("--minimum-rsa <bits>", "refuse RSA keys below this")
    .option("--warn-rsa <bits>", "mark RSA keys below this as weak")
    .option("--lifetime <days>", "let keys expire at most so many days after they were added, or none")
    .addOption(
      new Option(
        "--existing <rule>",
        "keep: keys that were there before go on, marked weak; apply: they stop, and long lifetimes are cut",
      ).choices(["keep", "apply"]),
    )
}
