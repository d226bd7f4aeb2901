import { type Command, Option } from "commander"
import { examples, jsonOption } from "../help.ts"

/** Declares `latchkey server logins` and `latchkey server end-login`. */
export function addLoginCommands(server: Command): void {
  server
    .command("logins")
    .summary("List who logged in to a server, and what it refused.")
    .description(
      "List the logins with keys to a server and the keys that it refused, newest first, as the server reported them.",
    )
    .argument("<server>", "its name or id")
    .option("--open", "only logins that are open")
    .addOption(new Option("--refused", "only keys that it refused").conflicts("open"))
    .option("--search <text>", "only what holds this: login user, address, fingerprint, key or owner")
    .option("--all", "all that is kept, not the newest 50 alone")
    .option(...jsonOption("the API's LoginReportPage"))
    .addHelpText("after", examples("latchkey server logins web-3", "latchkey server logins web-3 --refused --all"))
    .action(async (text: string, options) => (await import("./server/logins.ts")).listLogins(text, options))
  server
    .command("end-login")
    .summary("End open logins to a server.")
    .description(
      "Tell a server to end open logins: by the ids that `latchkey server logins --open` prints, or all that came with " +
        "one key. It does when it asks next, mostly at once.",
    )
    .argument("<server>", "its name or id")
    .argument("[login...]", "ids")
    .option("--fingerprint <fingerprint>", "all with this key, as SHA256:...")
    .option("--yes", "do not ask whether this is meant")
    .option(...jsonOption("the API's LoginEnding"))
    .addHelpText("after", examples("latchkey server end-login web-3 0193a1f4-5a7b-7c3d-8e4f-0123456789ab"))
    .action(async (text: string, logins: string[], options) =>
      (await import("./server/end-login.ts")).endLogin(text, logins, options),
    )
}
