import { type Command, Option } from "commander"
import { examples, expiryForms, jsonOption, robotOption } from "../help.ts"
import { addKeyFileCommands } from "./key-files.ts"

const oneKey = ["<key>", "its name, SHA256 fingerprint or id"] as const

/** Declares `latchkey key ...`. */
export function addKeyCommands(key: Command): void {
  key
    .command("list")
    .description("List your SSH keys.")
    .option("--search <text>", "only keys whose name, comment or fingerprint contains this, or this public key")
    .option("--attention", "only keys that are weak, stopped, expiring, expired, disabled or unused")
    .addOption(new Option("--sort <by>", "sort by").choices(["name", "type", "created", "last-used", "expires"]))
    .addOption(new Option("--order <order>", "sort in this order").choices(["ascending", "descending"]))
    .addOption(new Option(...robotOption).conflicts("project"))
    .option("--project <project>", "those of a project's robots too")
    .option(...jsonOption("the API's KeyPage, of all pages"))
    .addHelpText("after", examples("latchkey key list --sort name --order ascending", "latchkey key list --attention"))
    .action(async (options) => (await import("./key/list.ts")).listKeys(options))
  key
    .command("add")
    .summary("Register public keys.")
    .description(
      "Register public keys, in any format. Of a private key or a .ppk file only the public half is read and sent. " +
        "Without a file, offers the keys found in ~/.ssh and in the ssh-agent.",
    )
    .argument("[file...]", "files with keys; - is stdin")
    .option("--name <name>", "its name; proposed from the comment when absent")
    .option("--default", "preselect it where keys are chosen")
    .option("--expires <when>", `let it expire: ${expiryForms}`)
    .option(...robotOption)
    .option(...jsonOption("the API's KeyImportResult; item counts the files from 0"))
    .addHelpText(
      "after",
      examples(
        "latchkey key add ~/.ssh/id_ed25519.pub --name laptop",
        "latchkey key add from-puttygen.ppk --expires 90d",
        "ssh-add -L | latchkey key add -",
      ),
    )
    .action(async (files: string[], options) => (await import("./key/add.ts")).addKeys(files, options))
  key
    .command("show")
    .summary("Show one SSH key.")
    .description("Show one SSH key, with its fingerprints and its randomart.")
    .argument(...oneKey)
    .option(...robotOption)
    .option(...jsonOption("the API's SshKey"))
    .addHelpText("after", examples("latchkey key show laptop", "latchkey key show laptop --json | jq -r .publicKey"))
    .action(async (text: string, options) => (await import("./key/show.ts")).showKey(text, options))
  key
    .command("logins")
    .summary("List where a key logged in, and where it was refused.")
    .description("List where a key logged in and where it was refused, newest first, as servers reported it.")
    .argument(...oneKey)
    .option("--all", "all that is kept, not the newest 50 alone")
    .option(...robotOption)
    .option(...jsonOption("the API's KeyLoginReportPage"))
    .addHelpText("after", examples("latchkey key logins laptop"))
    .action(async (text: string, options) => (await import("./key/logins.ts")).listKeyLogins(text, options))
  key
    .command("rename")
    .description("Give an SSH key another name.")
    .argument(...oneKey)
    .argument("<name>", "its new name")
    .option(...robotOption)
    .option(...jsonOption("the API's SshKey"))
    .addHelpText("after", examples('latchkey key rename laptop "old laptop"'))
    .action(async (text: string, name: string, options) =>
      (await import("./key/rename.ts")).renameKey(text, name, options),
    )
  key
    .command("default")
    .description("Preselect an SSH key where keys are chosen.")
    .argument(...oneKey)
    .option("--off", "preselect it no longer")
    .option(...robotOption)
    .option(...jsonOption("the API's SshKey"))
    .addHelpText("after", examples("latchkey key default laptop", "latchkey key default laptop --off"))
    .action(async (text: string, options) => (await import("./key/default.ts")).setDefault(text, options))
  key
    .command("expire")
    .description("Set when an SSH key stops opening anything.")
    .argument(...oneKey)
    .argument("<when>", expiryForms)
    .option(...robotOption)
    .option(...jsonOption("the API's SshKey"))
    .addHelpText("after", examples("latchkey key expire laptop 90d", "latchkey key expire laptop never"))
    .action(async (text: string, when: string, options) =>
      (await import("./key/expire.ts")).expireKey(text, when, options),
    )
  key
    .command("disable")
    .description("Let an SSH key open nothing, and keep it.")
    .argument(...oneKey)
    .option("--no-wait", "do not wait until servers have said that they let it in no more")
    .option(...robotOption)
    .option(...jsonOption("the API's SshKey"))
    .addHelpText("after", examples("latchkey key disable laptop"))
    .action(async (text: string, options) => (await import("./key/disable.ts")).disableKey(text, options))
  key
    .command("enable")
    .description("Let a disabled SSH key open again what it opened before.")
    .argument(...oneKey)
    .option(...robotOption)
    .option(...jsonOption("the API's SshKey"))
    .addHelpText("after", examples("latchkey key enable laptop"))
    .action(async (text: string, options) => (await import("./key/enable.ts")).enableKey(text, options))
  key
    .command("replace")
    .summary("Put one SSH key in the place of another.")
    .description(
      "Put another key of the same account in the place of one: from then on it opens whatever accesses to the old one " +
        "open, and nothing closes. See what servers have taken, remove the old key where the new one works, and finish: " +
        "that deletes the old key, and what was given to it is the new one's.",
    )
    .argument(...oneKey)
    .argument("[key]", "the new key: its name, SHA256 fingerprint or id")
    .option("--after-login", "remove the old key from a login user once the new one has opened it")
    .addOption(new Option("--status", "show how far it is, as without a new key"))
    .addOption(new Option("--remove <place>", "remove the old key from SERVER/USER").conflicts("status"))
    .addOption(new Option("--finish", "delete the old key").conflicts(["status", "remove"]))
    .addOption(new Option("--back-out", "let everything be as it was").conflicts(["status", "remove", "finish"]))
    .option("--yes", "do not ask")
    .option(...robotOption)
    .option(...jsonOption("the API's KeyReplacement, or an object with the old key's id when it has ended"))
    .addHelpText(
      "after",
      examples(
        "latchkey key replace laptop laptop-2026 --after-login",
        "latchkey key replace laptop --status",
        "latchkey key replace laptop --remove web-3/deploy",
        "latchkey key replace laptop --finish",
      ),
    )
    .action(async (text: string, other: string | undefined, options) =>
      (await import("./key/replace.ts")).replaceKey(text, other, options),
    )
  key
    .command("delete")
    .summary("Delete SSH keys.")
    .description("Delete SSH keys, after showing what that closes. They open nothing from the next attempt on.")
    .argument("<key...>", "names, SHA256 fingerprints or ids")
    .option("--yes", "do not ask")
    .option("--no-wait", "do not wait until servers have said that they let them in no more")
    .option(...robotOption)
    .option(...jsonOption("the API's KeyDeleteResult"))
    .addHelpText("after", examples("latchkey key delete laptop", "latchkey key delete old-1 old-2 --yes"))
    .action(async (texts: string[], options) => (await import("./key/delete.ts")).deleteKeys(texts, options))
  key
    .command("export")
    .description("Print your SSH keys as a file.")
    .addOption(
      new Option(
        "--format <format>",
        "authorized_keys: those that open something now; csv: names and fingerprints of all",
      )
        .choices(["authorized_keys", "csv"])
        .default("authorized_keys"),
    )
    .option(...robotOption)
    .option(...jsonOption("the file as one string"))
    .addHelpText("after", examples("latchkey key export >> ~/.ssh/authorized_keys", "latchkey key export --format csv"))
    .action(async (options) => (await import("./key/export.ts")).exportKeys(options))
  key
    .command("verify")
    .summary("Prove that a key's private half is yours.")
    .description(
      "Prove that the private half of a key is yours: a text of the daemon is signed here, by the SSH agent or with a file, " +
        "and the signature is all that is sent. A key that another account added without a proof becomes yours; where it " +
        "is in use there, that account has 24 hours for a proof of its own.",
    )
    .argument("[key]", oneKey[1])
    .option("--claim <file>", "a key that is not among yours, by its public half; - is stdin")
    .option("--file <file>", "its private file (default: the SSH agent, then the files of ~/.ssh)")
    .option("--passphrase-file <file>", "read its passphrase from a file (- is stdin) rather than ask for it")
    .option("--robot <robot>", "a key of a robot of your projects, not your own")
    .option(...jsonOption("the API's OwnershipResult"))
    .addHelpText(
      "after",
      examples(
        "latchkey key verify laptop",
        "latchkey key verify laptop --file /media/stick/id_ed25519",
        "latchkey key verify --claim ~/.ssh/id_ed25519.pub",
      ),
    )
    .action(async (text: string | undefined, options) => (await import("./key/verify.ts")).verifyKey(text, options))
  key
    .command("claims")
    .summary("List proofs that met another account's key.")
    .description(
      "List keys of yours that another account proved to hold, and keys that you proved to hold while another account " +
        "had them: those that wait for an answer, and those that were settled and not dismissed.",
    )
    .option(...robotOption)
    .option(...jsonOption("the API's KeyClaimList"))
    .addHelpText("after", examples("latchkey key claims"))
    .action(async (options) => (await import("./key/claims.ts")).listClaims(options))
  key
    .command("dismiss")
    .summary("Dismiss a settled claim, or take one back.")
    .description(
      "Dismiss what was settled about a key, so that nothing tells of it any more, or take back a claim of yours that waits.",
    )
    .argument("<claim>", "its key's SHA256 fingerprint, or its id")
    .option(...robotOption)
    .option(...jsonOption("items: what was dismissed, as in the API's KeyClaimList"))
    .addHelpText("after", examples("latchkey key dismiss SHA256:+yytqsFiHp2bwimfOOmmv6aCZ4kNXLklVORaWyKRWPA"))
    .action(async (text: string, options) => (await import("./key/dismiss.ts")).dismissClaim(text, options))
  addKeyFileCommands(key)
}
