import type { Command } from "commander"
import { examples, jsonOption } from "../help.ts"

/** Declares `latchkey server renew-token` and `latchkey server unlock`. */
export function addTrustCommands(server: Command): void {
  server
    .command("renew-token")
    .summary("Tell a server to get a new token.")
    .description(
      "Tell a server to get a new token, as when somebody may have read the one it has. The server proves with its host key " +
        "that it is the same machine.",
    )
    .argument("<server>", "its name or id")
    .option(...jsonOption("an object with the id"))
    .addHelpText("after", examples("latchkey server renew-token web-3"))
    .action(async (text: string, options) => (await import("./server/renew-token.ts")).renewToken(text, options))
  server
    .command("unlock")
    .summary("Let a key in from the server's own console.")
    .description(
      "Print a command with 16 letters. Typed on the server's own console as root, it lets a key open a login user there, " +
        "for whoever is locked out. The letters work once, within 15 minutes.",
    )
    .argument("<server>", "its name or id")
    .argument("<user>", "the login user that the key is to open")
    .requiredOption("--key <key>", "a key of a member or robot of the project: its name, fingerprint or id")
    .option(...jsonOption("the API's UnlockOffer"))
    .addHelpText("after", examples("latchkey server unlock web-3 root --key laptop"))
    .action(async (text: string, user: string, options) =>
      (await import("./server/unlock.ts")).unlockServer(text, user, options),
    )
}
