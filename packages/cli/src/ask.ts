/** Somebody was asked and went away with Ctrl-C or Esc: quiet, and not an error. */
export class Cancelled extends Error {
  override readonly name = "Cancelled"
}

// stdout is kept for results.
const onStderr = { output: process.stderr, withGuide: false }

/** Asks without showing anything of what is typed. @throws Cancelled */
export async function askPassword(message: string): Promise<string> {
  const { isCancel, password } = await import("@clack/prompts")
  const answer = await password({ ...onStderr, message, mask: "" })
  if (isCancel(answer)) throw new Cancelled()
  return answer ?? ""
}

/** Asks for a deed that cannot be undone; keeping is the answer that Enter gives. @throws Cancelled */
export async function confirmDeed(message: string, deed: string, keep: string): Promise<boolean> {
  const { confirm, isCancel, settings } = await import("@clack/prompts")
  // As arrows, these letters would turn a typed "keep" and Enter into the deed.
  for (const letter of "hjkl") settings.aliases.delete(letter)
  const answer = await confirm({ ...onStderr, message, active: deed, inactive: keep, initialValue: false })
  if (isCancel(answer)) throw new Cancelled()
  return answer
}

/** Asks for a word to be typed, before what no single key should start; anything else is a no. @throws Cancelled */
export async function askForWord(message: string, word: string): Promise<boolean> {
  const { isCancel, text } = await import("@clack/prompts")
  const answer = await text({ ...onStderr, message })
  if (isCancel(answer)) throw new Cancelled()
  return answer?.trim() === word
}

/** One thing to choose. */
export interface Choice {
  readonly label: string
  readonly hint: string
}

/** Lets the person choose some of several things. @throws Cancelled */
export async function choose<T extends Choice>(message: string, choices: readonly T[]): Promise<readonly T[]> {
  const { isCancel, multiselect } = await import("@clack/prompts")
  const options = choices.map(({ label, hint }, value) => ({ value, label, hint }))
  const answer = await multiselect({ ...onStderr, message, options, required: true })
  if (isCancel(answer)) throw new Cancelled()
  return choices.filter((_, index) => answer.includes(index))
}

/** Lets the person choose one of several things. @throws Cancelled */
export async function chooseOne(message: string, choices: readonly string[]): Promise<string> {
  const { isCancel, select } = await import("@clack/prompts")
  const options = choices.map((value) => ({ value, label: value }))
  const answer = await select({ ...onStderr, message, options, maxItems: 10 })
  if (isCancel(answer)) throw new Cancelled()
  return answer
}
