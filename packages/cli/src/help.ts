/** Option of every command; `shape` says what the JSON is. */
export function jsonOption(shape: string): [flags: string, description: string] {
  return ["--json", `print JSON: ${shape}`]
}

/** How times of expiry are written. */
export const expiryForms = "90d (also h, w, y), 2027-01-31 (00:00 UTC), a full RFC 3339 time, or never"

/** Shown below a command's help: commands that can be typed as they stand. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}`
}

/** Option of commands that can be about a robot's things in the place of one's own. */
export const robotOption = ["--robot <robot>", "those of a robot of your projects, not your own"] as const
