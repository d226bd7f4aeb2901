import type { Command } from "commander"
import { examples, jsonOption } from "../help.ts"

const oneServer = ["<server>", "its name or id"] as const
const oneUser = ["<user>", "the login user on the server"] as const
const keyOption = [
  "--key <key>",
  "one key of a member or robot of the project: its name, SHA256 fingerprint or id",
] as const
const accountOption = ["--account <handle>", "all keys of a member or robot of the project"] as const
const membersOption = ["--members", "all keys of all members of the project"] as const

/** Declares `latchkey server access ...`. */
export function addAccessCommands(access: Command): void {
  access
    .command("list")
    .description("List who opens which login users of a server.")
    .argument(...oneServer)
    .option(...jsonOption("the API's AccessList"))
    .addHelpText("after", examples("latchkey server access list web-3"))
    .action(async (text: string, options) => (await import("./server/access/list.ts")).listAccesses(text, options))
  access
    .command("add")
    .description("Let keys open a login user of a server.")
    .argument(...oneServer)
    .argument(...oneUser)
    .option(...keyOption)
    .option(...accountOption)
    .option(...membersOption)
    .option("--from <patterns>", "only from these addresses: host patterns and CIDR blocks, commas between")
    .option("--command <command>", "run this, whatever was asked for")
    .option("--restrict", "forbid everything that can be forbidden")
    .option("--no-pty", "without a terminal")
    .option("--no-port-forwarding", "without forwarding of ports")
    .option("--no-agent-forwarding", "without forwarding of the agent")
    .option("--no-x11-forwarding", "without forwarding of X11")
    .option("--break-glass", "also when the server goes by its stale policy break-glass")
    .option(...jsonOption("the API's Access"))
    .addHelpText(
      "after",
      examples(
        "latchkey server access add web-3 deploy --key laptop",
        "latchkey server access add web-3 deploy --members --from 10.0.0.0/8",
        "latchkey server access add web-3 backup --account ci-runner --restrict --command 'rsync --server'",
      ),
    )
    .action(async (text: string, user: string, options) =>
      (await import("./server/access/add.ts")).addAccess(text, user, options),
    )
  access
    .command("update")
    .summary("Mark an access for emergencies, or take the mark away.")
    .description(
      "Mark an access as break-glass, or take the mark away. Where a server has such an access and has heard nothing from " +
        "Latchkey for a day, it accepts those keys alone, unless its stale policy says otherwise.",
    )
    .argument(...oneServer)
    .argument(...oneUser)
    .option(...keyOption)
    .option(...accountOption)
    .option(...membersOption)
    .option("--break-glass", "mark it")
    .option("--no-break-glass", "take the mark away")
    .option(...jsonOption("the API's Access"))
    .addHelpText("after", examples("latchkey server access update web-3 root --key laptop --break-glass"))
    .action(async (text: string, user: string, options) =>
      (await import("./server/access/update.ts")).updateAccess(text, user, options),
    )
  access
    .command("remove")
    .summary("Take an access away.")
    .description("Take an access away. Keys that no other access lets in are refused from the next login on.")
    .argument(...oneServer)
    .argument(...oneUser)
    .option(...keyOption)
    .option(...accountOption)
    .option(...membersOption)
    .option("--yes", "do not ask")
    .option("--no-wait", "do not wait until the server has said that it lets them in no more")
    .option(...jsonOption("an object with the id"))
    .addHelpText("after", examples("latchkey server access remove web-3 deploy --key laptop"))
    .action(async (text: string, user: string, options) =>
      (await import("./server/access/remove.ts")).removeAccess(text, user, options),
    )
}
