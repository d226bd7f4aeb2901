import type { Command } from "commander"
import { tokenScopeChoices } from "../choices.ts"
import { examples, expiryForms, jsonOption, robotOption } from "../help.ts"

/** Declares `latchkey token ...`. */
export function addTokenCommands(token: Command): void {
  token
    .command("list")
    .description("List your API tokens.")
    .option(...robotOption)
    .option(...jsonOption("the API's ApiTokenList"))
    .addHelpText("after", examples("latchkey token list"))
    .action(async (options) => (await import("./token/list.ts")).listTokens(options))
  token
    .command("create")
    .summary("Create an API token.")
    .description("Create an API token, and print its secret: this once, and never again.")
    .argument("<name>", "what it is for")
    .option(
      "--scope <scope>",
      `how far it reaches: keys:read (the default), ${tokenScopeChoices.slice(1).join(", ")}; ` +
        "several with commas between, or with --scope again",
      (text: string, before: readonly string[] = []) => [...before, ...text.split(",")],
    )
    .option("--expires <when>", `until when it is valid: ${expiryForms}`, "90d")
    .option(...robotOption)
    .option(...jsonOption("the API's NewToken"))
    .addHelpText(
      "after",
      examples(
        "latchkey token create backup > token.txt",
        "latchkey token create ci --scope keys:read,keys:write --expires 1y",
      ),
    )
    .action(async (name: string, options) => (await import("./token/create.ts")).createToken(name, options))
  token
    .command("delete")
    .summary("Delete API tokens.")
    .description("Delete API tokens. Whatever uses them is refused from now on.")
    .argument("<token...>", "names or ids")
    .option(...robotOption)
    .option(...jsonOption("results, as in the API's KeyDeleteResult"))
    .addHelpText("after", examples("latchkey token delete ci"))
    .action(async (texts: string[], options) => (await import("./token/delete.ts")).deleteTokens(texts, options))
}
