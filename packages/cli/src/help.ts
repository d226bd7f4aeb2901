/** Option of every command. */
export const jsonOption = ["--json", "print JSON, as the HTTP API gives it"] as const

/** How times of expiry are written. */
export const expiryForms = "90d (also h, w, y), 2027-01-31 (00:00 UTC), a full RFC 3339 time, or never"

/** Shown below a command's help: commands that can be typed as they stand. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}`
}
