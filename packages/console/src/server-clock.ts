/** Milliseconds that the daemon's clock is ahead of this browser's, as its last answer had it. */
let ahead = 0

/** Compares the clocks. An answer's time is cut to seconds: half of one is what it lacks on average. */
export function noteServerTime(response: Response): void {
  const at = Date.parse(response.headers.get("date") ?? "")
  if (!Number.isNaN(at)) ahead = at + 500 - Date.now()
}

/** Milliseconds since 1970 by the daemon's clock, for what is counted from a moment that it wrote down. */
export function serverNow(): number {
  return Date.now() + ahead
}
