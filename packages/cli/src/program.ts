import { readFileSync } from "node:fs"
import { Argument, Command } from "commander"
import { addAccountCommands } from "./commands/account.ts"
import { addAuditCommands } from "./commands/audit.ts"
import { addBundleKeyCommands } from "./commands/bundle-key.ts"
import { addKeyCommands } from "./commands/key.ts"
import { addPolicyCommands } from "./commands/policy.ts"
import { addProjectCommands } from "./commands/project.ts"
import { addRobotCommands } from "./commands/robot.ts"
import { addServerCommands } from "./commands/server.ts"
import { addTokenCommands } from "./commands/token.ts"
import { type Shell, scriptFor, shells } from "./completion/script.ts"
import { examples, jsonOption } from "./help.ts"

/** The whole command line. Each command's own file is loaded when it runs. */
export function createProgram(): Command {
  const program = new Command("latchkey")
    .description("A home for SSH keys: keep a public key once, and use it everywhere.")
    .helpOption("-h, --help", "show what a command does")
    .helpCommand("help [command]", "show what a command does")
    .option("-V, --version", "show the version")
    .exitOverride()
    .enablePositionalOptions()
    // What it would print is thrown, and told as all other errors are.
    .configureOutput({ outputError: () => undefined })
    .addHelpText(
      "after",
      `
Environment:
  LATCHKEY_URL, LATCHKEY_TOKEN  the daemon and an API token, in place of the stored login
  LATCHKEY_INSECURE_HTTP=1      let LATCHKEY_URL be http:// on another machine
  XDG_CONFIG_HOME               where the login is stored (default ~/.config)
  NO_COLOR                      no colours on the terminal

Exit status:
  0 done, 2 wrong input, 3 not found, 4 not logged in or not allowed, 5 conflict, 6 quota, 7 try later, 1 other
  failures, 130 after Ctrl-C; of several keys, the worst.`,
    )
  program.on("option:version", () => {
    process.stdout.write(`${version()}\n`)
    process.exit()
  })
  addServe(program)
  addArchiveCommands(program)
  addLoginCommands(program)
  addCompletion(program)
  addKeyCommands(program.command("key").description("SSH keys"))
  addAuditCommands(program.command("audit").description("What happened here, and whether anybody changed the record"))
  addPolicyCommands(program.command("policy").description("What is demanded of SSH keys here"))
  addTokenCommands(program.command("token").description("API tokens, for programs"))
  addProjectCommands(program.command("project").description("Projects, and who is in them"))
  addRobotCommands(program.command("robot").description("The robots of projects: accounts for machines"))
  addServerCommands(program.command("server").description("Servers, and who opens them"))
  addBundleKeyCommands(program.command("bundle-key").description("The keys that sign what servers go by"))
  addAccountCommands(program.command("account").description("The accounts of others, for administrators"))
  return program
}

function addCompletion(program: Command): void {
  program
    .command("completion")
    .summary("Let a shell complete these commands.")
    .description(
      "Print a script that lets a shell complete commands, options, files, and the names of your keys, servers and tokens.",
    )
    .addArgument(new Argument("<shell>", "which shell").choices(shells))
    .addHelpText(
      "after",
      examples(
        "source <(latchkey completion bash)   # for good: the same line in ~/.bashrc",
        "latchkey completion zsh > ~/.zfunc/_latchkey   # a folder of your fpath",
        "latchkey completion fish > ~/.config/fish/completions/latchkey.fish",
      ),
    )
    .action((shell: Shell) => void process.stdout.write(scriptFor(shell)))
  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .option("--patience <ms>", "leave out what is not known by then", "1000")
    .action(async (words: string[], { patience }: { patience: string }) =>
      (await import("./commands/complete.ts")).printCandidates(program, words, Number(patience)),
    )
}

function addServe(program: Command): void {
  program
    .command("serve")
    .summary("Run the daemon.")
    .description("Run the daemon: console, API and SSH gateway. `latchkey serve --help` lists its settings.")
    .argument("[args...]")
    .usage("[--help]")
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (args: string[]) => (await import("./commands/serve.ts")).serve(args))
}

function addArchiveCommands(program: Command): void {
  const where = "Run it where the data is, with the settings of `latchkey serve` (LATCHKEY_DATA, DATABASE_URL)."
  program
    .command("backup")
    .summary("Back up everything, while the daemon runs.")
    .description(
      `Write everything that Latchkey keeps into one file, encrypted with a passphrase, while the daemon runs. ${where}`,
    )
    .argument("<file>", "the file to write; - is stdout")
    .option("--passphrase-file <file>", "read the passphrase from a file (- is stdin) rather than ask for it")
    .option(...jsonOption("file, bytes, verified, createdAt, schema, installation, rows, tables, files, audited"))
    .addHelpText(
      "after",
      examples(
        "latchkey backup latchkey.backup",
        "latchkey backup - --passphrase-file /etc/latchkey/passphrase | ssh store 'cat > latchkey.backup'",
      ),
    )
    .action(async (file: string, options) => (await import("./commands/backup.ts")).backup(file, options))
  program
    .command("restore")
    .summary("Restore a backup, while the daemon is stopped.")
    .description(
      `Put everything that a backup holds into an empty database, SQLite or PostgreSQL, while the daemon is stopped. ${where}`,
    )
    .argument("<file>", "a backup; - is stdin")
    .option("--passphrase-file <file>", "read the passphrase from a file (- is stdin) rather than ask for it")
    .option("--replace", "restore over a database that holds accounts")
    .option("--yes", "do not ask whether to replace them")
    .option(...jsonOption("file, createdAt, schema, installation, rows, tables, files, replaced, endedLinks"))
    .addHelpText(
      "after",
      examples("latchkey restore latchkey.backup", "DATABASE_URL=postgres://... latchkey restore latchkey.backup"),
    )
    .action(async (file: string, options) => (await import("./commands/restore.ts")).restore(file, options))
}

function addLoginCommands(program: Command): void {
  program
    .command("login")
    .summary("Log in to a daemon.")
    .description("Log in to a daemon: exchange a password for an API token, and store that.")
    .argument("<url>", "its address, as https://keys.example")
    .requiredOption("--handle <handle>", "your handle or e-mail address")
    .option("--password-file <file>", "read the password from a file (- is stdin) rather than ask for it")
    .option("--insecure-http", "allow an unencrypted connection to another machine")
    .option(...jsonOption("the API's WhoAmI"))
    .addHelpText(
      "after",
      examples(
        "latchkey login http://localhost:8022 --handle bob",
        "pass show keys | latchkey login https://keys.example --handle bob --password-file -",
      ),
    )
    .action(async (url: string, options) => (await import("./commands/login.ts")).login(url, options))
  program
    .command("logout")
    .summary("Log out again.")
    .description("Delete the stored login, and its API token at the daemon.")
    .option(...jsonOption("an object with the url"))
    .addHelpText("after", examples("latchkey logout"))
    .action(async (options) => (await import("./commands/logout.ts")).logout(options))
  program
    .command("whoami")
    .description("Show whose API token is in use, and where.")
    .option(...jsonOption("the API's WhoAmI"))
    .addHelpText("after", examples("latchkey whoami", "latchkey whoami --json | jq -r .account.handle"))
    .action(async (options) => (await import("./commands/whoami.ts")).whoAmI(options))
}

function version(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8")
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? ""
}
