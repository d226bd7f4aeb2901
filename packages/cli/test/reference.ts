import type { Command } from "commander"
import { createProgram } from "../src/program.ts"

/** `docs/cli.md`: the help of every command, as the commands declare themselves. */
export function reference(): string {
  const program = createProgram()
  return [
    "# The command line",
    "Results go to standard output, everything else to standard error. The names after `--json` are schemas of the " +
      "HTTP API, described by `/api/v1/openapi.json`. This page is what `--help` prints: change the commands, not it.",
    `\`\`\`\n${helpOf(program)}\n\`\`\``,
    ...leaves(program).map((command) => `## ${nameOf(command)}\n\n\`\`\`\n${helpOf(command)}\n\`\`\``),
    "",
  ]
    .join("\n\n")
    .trimEnd()
    .concat("\n")
}

function leaves(command: Command): readonly Command[] {
  const visible = command.createHelp().visibleCommands(command)
  const own = visible.filter((known) => command.commands.includes(known))
  return own.length === 0 ? [command] : own.flatMap(leaves)
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`
}

function helpOf(command: Command): string {
  let text = ""
  command.configureOutput({
    writeOut: (part) => {
      text += part
    },
    getOutHelpWidth: () => 100,
    getOutHasColors: () => false,
  })
  command.outputHelp()
  return text.trimEnd()
}
