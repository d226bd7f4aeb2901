import type { Role } from "@latchkey/core"
import { Argument, type Command, Option } from "commander"
import { roleChoices } from "../choices.ts"
import { examples, jsonOption } from "../help.ts"

const oneAccount = ["<account>", "its handle or id"] as const

/** Declares `latchkey account ...`. */
export function addAccountCommands(account: Command): void {
  account
    .command("list")
    .description("List all accounts.")
    .option("--search <text>", "only those whose handle, name or e-mail address contains this")
    .addOption(new Option("--kind <kind>", "only people, or only robots").choices(["person", "robot"]))
    .option(...jsonOption("the API's AccountPage, of all pages"))
    .addHelpText("after", examples("latchkey account list", "latchkey account list --search bob"))
    .action(async (options) => (await import("./account/list.ts")).listAccounts(options))
  account
    .command("show")
    .description("Show one account.")
    .argument(...oneAccount)
    .option(...jsonOption("the API's Account"))
    .addHelpText("after", examples("latchkey account show bob"))
    .action(async (handle: string, options) => (await import("./account/show.ts")).showAccount(handle, options))
  account
    .command("invite")
    .summary("Invite somebody by a link.")
    .description("Print a link with which somebody makes an account of this handle. It works once, within 7 days.")
    .argument("<handle>", "the handle that the account will have")
    .option(...jsonOption("the API's NewLink"))
    .addHelpText("after", examples("latchkey account invite bob"))
    .action(async (handle: string, options) => (await import("./account/invite.ts")).inviteAccount(handle, options))
  account
    .command("links")
    .description("List open invitations and password resets.")
    .option(...jsonOption("the API's AdminLinkList"))
    .addHelpText("after", examples("latchkey account links"))
    .action(async (options) => (await import("./account/links.ts")).listLinks(options))
  account
    .command("revoke")
    .description("Take open links back.")
    .argument("<link>", "a handle, for all links of it, or a link's id")
    .option(...jsonOption("the API's AdminLinkList, of those taken back"))
    .addHelpText("after", examples("latchkey account revoke bob"))
    .action(async (text: string, options) => (await import("./account/revoke.ts")).revokeLinks(text, options))
  account
    .command("reset-password")
    .summary("Let somebody choose a new password.")
    .description("Print a link with which a person chooses a new password. It works once, within 24 hours.")
    .argument(...oneAccount)
    .option(...jsonOption("the API's NewLink"))
    .addHelpText("after", examples("latchkey account reset-password bob"))
    .action(async (handle: string, options) =>
      (await import("./account/reset-password.ts")).resetPassword(handle, options),
    )
  account
    .command("role")
    .description("Make somebody an administrator, or an ordinary member again.")
    .argument(...oneAccount)
    .addArgument(new Argument("<role>", "what they are to be").choices(roleChoices))
    .option(...jsonOption("the API's Account"))
    .addHelpText("after", examples("latchkey account role bob admin"))
    .action(async (handle: string, role: Role, options) =>
      (await import("./account/manage.ts")).setRole(handle, role, options),
    )
  account
    .command("quota")
    .description("Set how many SSH keys an account may hold.")
    .argument(...oneAccount)
    .argument("<keys>", "a number")
    .option(...jsonOption("the API's Account"))
    .addHelpText("after", examples("latchkey account quota ci-runner 20000"))
    .action(async (handle: string, keys: string, options) =>
      (await import("./account/manage.ts")).setKeyQuota(handle, keys, options),
    )
  account
    .command("disable")
    .summary("Stop an account at once.")
    .description(
      "Stop an account: its keys and API tokens open nothing from now on, and it is signed out everywhere. Shows first " +
        "what that closes.",
    )
    .argument(...oneAccount)
    .option("--yes", "do not ask")
    .option("--no-wait", "do not wait until servers have said that they let its keys in no more")
    .option(...jsonOption("the API's Account"))
    .addHelpText("after", examples("latchkey account disable bob"))
    .action(async (handle: string, options) => (await import("./account/disable.ts")).disableAccount(handle, options))
  account
    .command("enable")
    .description("Let a disabled account's keys and API tokens work again.")
    .argument(...oneAccount)
    .option(...jsonOption("the API's Account"))
    .addHelpText("after", examples("latchkey account enable bob"))
    .action(async (handle: string, options) => (await import("./account/manage.ts")).enableAccount(handle, options))
}
