import type { Command } from "commander"
import { examples, jsonOption } from "../help.ts"

const oneServer = ["<server>", "its name or id"] as const
const oneFound = ["<found>", "the key's SHA256 fingerprint, or its id in the list"] as const
const userOption = ["--user <user>", "the login user it opens, where it was found for several"] as const
const foundJson = jsonOption("the API's FoundKey")

/** Declares `latchkey server found ...`. */
export function addFoundCommands(found: Command): void {
  found
    .command("list")
    .summary("List the keys that a server found.")
    .description(
      "List the keys that stood in a server's authorized_keys files. They open it as before, until they are dropped there.",
    )
    .argument(...oneServer)
    .option(...jsonOption("the API's FoundKeyList"))
    .addHelpText("after", examples("latchkey server found list web-3"))
    .action(async (text: string, options) => (await import("./server/found/list.ts")).listFoundKeys(text, options))
  found
    .command("adopt")
    .summary("Register a found key, and let it open what it opens.")
    .description(
      "Register a found key as yours or a robot's, unless a member or robot of the project has it, and give it access with " +
        "its options. From then on Latchkey decides about it.",
    )
    .argument(...oneServer)
    .argument(...oneFound)
    .option(...userOption)
    .option("--robot <robot>", "register it to a robot of the project, not to yourself")
    .option("--name <name>", "its name; made from its comment when absent")
    .option(...foundJson)
    .addHelpText("after", examples("latchkey server found adopt web-3 SHA256:... --name desk"))
    .action(async (text: string, key: string, options) =>
      (await import("./server/found/decide.ts")).decideFoundKey("adopt", text, key, options),
    )
  found
    .command("keep")
    .description("Leave a found key as it is: it opens the server as before.")
    .argument(...oneServer)
    .argument(...oneFound)
    .option(...userOption)
    .option(...foundJson)
    .addHelpText("after", examples("latchkey server found keep web-3 SHA256:..."))
    .action(async (text: string, key: string, options) =>
      (await import("./server/found/decide.ts")).decideFoundKey("keep", text, key, options),
    )
  found
    .command("break-glass")
    .description("Mark a found key for emergencies: it opens the server also in the stale policy break-glass.")
    .argument(...oneServer)
    .argument(...oneFound)
    .option(...userOption)
    .option(...foundJson)
    .addHelpText("after", examples("latchkey server found break-glass web-3 SHA256:..."))
    .action(async (text: string, key: string, options) =>
      (await import("./server/found/decide.ts")).decideFoundKey("break-glass", text, key, options),
    )
  found
    .command("drop")
    .summary("Let a found key in no more.")
    .description("Let a found key in no more. Once the server has done so, that is for good.")
    .argument(...oneServer)
    .argument(...oneFound)
    .option(...userOption)
    .option("--yes", "do not ask")
    .option(...foundJson)
    .addHelpText("after", examples("latchkey server found drop web-3 SHA256:..."))
    .action(async (text: string, key: string, options) =>
      (await import("./server/found/decide.ts")).decideFoundKey("drop", text, key, options),
    )
}
