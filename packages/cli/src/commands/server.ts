import { type Command, Option } from "commander"
import { stalePolicyChoices } from "../choices.ts"
import { examples, jsonOption } from "../help.ts"
import { addAccessCommands } from "./server-access.ts"
import { addFoundCommands } from "./server-found.ts"
import { addLoginCommands } from "./server-logins.ts"
import { addTrustCommands } from "./server-trust.ts"

const oneServer = ["<server>", "its name or id"] as const

/** What an option that can be given several times has collected. */
const collect = (text: string, before: readonly string[] = []) => [...before, text]

const hostKeyOption = () =>
  new Option(
    "--host-key <fingerprint>",
    "the host keys that the server must have, each with --host-key again: SHA256:..., as the command prints them there",
  ).argParser(collect)
const yesOption = ["--yes", "do not ask whether the host keys are the server's; only with --host-key"] as const

/** Declares `latchkey server ...`. */
export function addServerCommands(server: Command): void {
  server
    .command("list")
    .description("List the servers of your projects.")
    .option("--project <project>", "those of one project")
    .option(...jsonOption("the API's ServerList"))
    .addHelpText("after", examples("latchkey server list", "latchkey server list --json | jq -r '.items[].address'"))
    .action(async (options) => (await import("./server/list.ts")).listServers(options))
  addConnecting(server)
  server
    .command("show")
    .summary("Show one server, and which keys open it.")
    .description(
      "Show one server: how it is, which keys open it and whether that is in effect there, and how to log in to it.",
    )
    .argument(...oneServer)
    .option(...jsonOption("the API's Server, with keys and removals as in its ServerKeyList"))
    .addHelpText("after", examples("latchkey server show web-3"))
    .action(async (text: string, options) => (await import("./server/show.ts")).showServer(text, options))
  addAccessCommands(server.command("access").description("Who opens which login users of a server"))
  addLoginCommands(server)
  server
    .command("update")
    .summary("Rename a server, set its address and its stale policy.")
    .description(
      "Rename a server, set its address and what it does once it has heard nothing from Latchkey for a day: keep accepting " +
        "its keys, accept the break-glass ones alone, or deny all; auto is break-glass where there is such a key, else keep.",
    )
    .argument(...oneServer)
    .option("--name <name>", "its new name")
    .option("--address <address>", "how people reach it, a host name or IP address")
    .option("--no-address", "forget its address")
    .addOption(new Option("--stale <policy>", "its stale policy").choices(stalePolicyChoices))
    .option(...jsonOption("the API's Server"))
    .addHelpText("after", examples("latchkey server update web-3 --name web-4 --stale break-glass"))
    .action(async (text: string, options) => (await import("./server/update.ts")).updateServer(text, options))
  addTrustCommands(server)
  addFoundCommands(server.command("found").description("Keys that a server found in authorized_keys"))
  server
    .command("ssh")
    .summary("Log in to a server by ssh.")
    .description(
      "Run ssh to a server as a login user that your keys open, with the host keys that were confirmed as the only ones " +
        "that are accepted. The exit status is that of ssh.",
    )
    .argument(...oneServer)
    .argument("[args...]", "options for ssh after --, and a command to run there")
    .option("--user <user>", "the login user, where your keys open several")
    .addHelpText("after", examples("latchkey server ssh web-3", "latchkey server ssh web-3 --user deploy -- -v uptime"))
    .action(async (text: string, args: string[], options) =>
      (await import("./server/ssh.ts")).sshToServer(text, args, options),
    )
  server
    .command("delete")
    .summary("Disconnect a server.")
    .description(
      "Disconnect a server. The keys that it has stay on it and go on opening it, until `sudo latchkey-enrol --undo` runs there.",
    )
    .argument(...oneServer)
    .option("--yes", "do not ask for its name")
    .option(...jsonOption("an object with the id"))
    .addHelpText("after", examples("latchkey server delete web-3"))
    .action(async (text: string, options) => (await import("./server/delete.ts")).deleteServer(text, options))
}

function addConnecting(server: Command): void {
  server
    .command("connect")
    .summary("Connect a machine that there is.")
    .description(
      "Print the command that connects a machine to Latchkey, to be run on it. On a terminal, then wait for the machine, " +
        "show its host keys to be confirmed, and let your default keys open one of its users; elsewhere the same where " +
        "--host-key names the host keys.",
    )
    .argument("<name>", "its name: letters, digits and hyphens")
    .option("--project <project>", "the project it is to be in; your personal one when absent")
    .option("--address <address>", "how people reach it, a host name or IP address; learnt from it when absent")
    .option("--user <user>", "the login user that keys are to open; asked for when absent")
    .option("--key <key>", "a key of yours that opens it; several with --key again", collect)
    .option("--default-keys", "your default keys too; they alone when no --key is given")
    .addOption(
      new Option("--again", "a new command for a server that there is").conflicts([
        "address",
        "user",
        "key",
        "defaultKeys",
      ]),
    )
    .addOption(hostKeyOption())
    .option(...yesOption)
    .addOption(new Option(...jsonOption("the API's NewServer; does not wait")).conflicts(["hostKey", "yes"]))
    .addHelpText(
      "after",
      examples(
        "latchkey server connect web-3",
        "latchkey server connect web-3 --project atlas --user deploy --key laptop",
        "latchkey server connect web-3 --again",
      ),
    )
    .action(async (name: string, options) => (await import("./server/connect.ts")).connectServer(name, options))
  server
    .command("confirm")
    .summary("Confirm the host keys of a server.")
    .description(
      "Confirm that the host keys with which a server has enrolled are those that its command printed there. It gets no " +
        "keys before that.",
    )
    .argument(...oneServer)
    .addOption(hostKeyOption())
    .option(...yesOption)
    .option(...jsonOption("the API's Server"))
    .addHelpText("after", examples("latchkey server confirm web-3"))
    .action(async (text: string, options) => (await import("./server/confirm.ts")).confirmServer(text, options))
}
