import type { Argument, Command, Option } from "commander"

/** Something that can stand next on a command line. */
export interface Candidate {
  readonly value: string
  /** For shells that show one beside it. */
  readonly description?: string | undefined
}

/** What can stand next: these, and where `files` is set the names of files. */
export interface Completion {
  readonly candidates: readonly Candidate[]
  readonly files: boolean
}

/**
 * Gives the values of a placeholder (`key` of `<key>`); called only for the one that is being typed.
 *
 * @param before the words in front of it
 */
export type Values = (placeholder: string, typed: string, before: readonly string[]) => Promise<readonly Candidate[]>

type ValuesHere = (placeholder: string, typed: string) => Promise<readonly Candidate[]>

const nothing: Completion = { candidates: [], files: false }

/**
 * What can stand in the place of the last word, as the program itself declares its commands, options and arguments.
 *
 * @param words those after the program's name; the last is being typed, and may be ""
 */
export async function complete(program: Command, words: readonly string[], allValues: Values): Promise<Completion> {
  const values = (placeholder: string, typed: string) => allValues(placeholder, typed, words.slice(0, -1))
  const typed = words.at(-1) ?? ""
  let command = program
  let position = 0
  let awaited: Option | undefined
  let optionsEnded = false
  for (const word of words.slice(0, -1)) {
    if (awaited !== undefined) awaited = undefined
    else if (optionsEnded || !word.startsWith("-") || word === "-") {
      const next = command.commands.find((known) => known.name() === word || known.aliases().includes(word))
      if (next !== undefined) command = next
      else if (command.commands.length > 0) return nothing
      else position++
    } else if (word === "--") optionsEnded = true
    else awaited = valueAwaitedBy(command, word)
  }
  if (awaited !== undefined) return ofOption(awaited, typed, "", values)
  const [, flag = "", start = ""] = /^(--[\w-]+=)(.*)$/s.exec(typed) ?? []
  if (flag !== "" && !optionsEnded) {
    const option = valueAwaitedBy(command, flag.slice(0, -1))
    return option === undefined ? nothing : ofOption(option, start, flag, values)
  }
  if (typed.startsWith("-") && !optionsEnded) return among(optionsOf(command, words), typed)
  if (command.commands.length > 0) return among(commandsOf(command), typed)
  const { registeredArguments: declared } = command
  const argument = declared[position] ?? (declared.at(-1)?.variadic ? declared.at(-1) : undefined)
  return argument === undefined ? nothing : ofArgument(argument, typed, values)
}

/** The option of this name when its value is the next word. */
function valueAwaitedBy(command: Command, word: string): Option | undefined {
  const option = command.options.find(({ long, short }) => long === word || short === word)
  return option?.required || option?.optional ? option : undefined
}

function ofOption(option: Option, typed: string, prefix: string, values: ValuesHere): Promise<Completion> {
  const placeholder = /[<[]([^>\].]+)/.exec(option.flags)?.[1] ?? ""
  return ofPlace(placeholder, option.argChoices, typed, prefix, values)
}

function ofArgument(argument: Argument, typed: string, values: ValuesHere): Promise<Completion> {
  return ofPlace(argument.name(), argument.argChoices, typed, "", values)
}

async function ofPlace(
  placeholder: string,
  choices: readonly string[] | undefined,
  typed: string,
  prefix: string,
  values: ValuesHere,
): Promise<Completion> {
  if (placeholder === "file") return { candidates: [], files: true }
  const candidates = choices?.map((value) => ({ value })) ?? (await values(placeholder, typed))
  return among(
    candidates.map((candidate) => ({ ...candidate, value: `${prefix}${candidate.value}` })),
    `${prefix}${typed}`,
  )
}

function commandsOf(command: Command): readonly Candidate[] {
  const visible = command.createHelp().visibleCommands(command)
  return visible.map((known) => ({ value: known.name(), description: known.summary() || known.description() }))
}

/** Options are named once, but for those that collect several values. */
function optionsOf(command: Command, words: readonly string[]): readonly Candidate[] {
  const visible = command.createHelp().visibleOptions(command)
  return visible.flatMap(({ long, description, parseArg, variadic }) =>
    long && (!words.slice(0, -1).includes(long) || parseArg !== undefined || variadic)
      ? [{ value: long, description }]
      : [],
  )
}

function among(candidates: readonly Candidate[], typed: string): Completion {
  return { candidates: candidates.filter(({ value }) => value.startsWith(typed)), files: false }
}
