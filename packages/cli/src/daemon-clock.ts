let answeredAt: string | undefined

/** Keeps what the daemon's clock said in an answer. */
export function noteAnswer(response: Response): void {
  const at = Date.parse(response.headers.get("date") ?? "")
  if (!Number.isNaN(at)) answeredAt = new Date(at).toISOString()
}

/** The daemon's time of its last answer, cut to seconds: what is asked for next comes after it. Absent before any answer. */
export function lastAnswerAt(): string | undefined {
  return answeredAt
}
