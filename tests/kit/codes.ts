/** The code that a call of core is refused with, or "done". */
export function codeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => "done",
    (error: unknown) => {
      const code = error instanceof Error && "code" in error ? error.code : undefined
      if (typeof code === "string") return code
      throw error
    },
  )
}
