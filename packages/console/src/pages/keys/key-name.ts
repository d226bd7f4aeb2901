import { longestName, parseName } from "@latchkey/core"

/** Why a text cannot be a key's name; the rule is core's, the console has words for each case in every language. */
export type NameProblem = "empty" | "long" | "invisible" | "taken" | "twice"

/** What is wrong with a name as it was typed; undefined when core would take it. */
export function nameProblem(typed: string): Exclude<NameProblem, "taken" | "twice"> | undefined {
  try {
    parseName(typed, "name")
    return undefined
  } catch {
    if (typed.trim() === "") return "empty"
    return [...typed.normalize("NFC").trim()].length > longestName ? "long" : "invisible"
  }
}

/** `proposal`, or with the first number behind it that makes it free: "laptop 2". */
export function freeName(proposal: string, isTaken: (name: string) => boolean): string {
  for (let count = 1; ; count++) {
    const suffix = count === 1 ? "" : ` ${count}`
    const name = [...proposal].slice(0, longestName - suffix.length).join("") + suffix
    if (!isTaken(name)) return name
  }
}
