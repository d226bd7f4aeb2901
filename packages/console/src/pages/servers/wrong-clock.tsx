import { Trans } from "@lingui/react/macro"

/** A clock that is so many seconds off is worth a word. */
const tolerated = 60

/** Whether a server's clock is far from Latchkey's; the offset is in seconds, server minus Latchkey. */
export function hasWrongClock(offset: number | null): boolean {
  return offset !== null && Math.abs(offset) >= tolerated
}

/** How far, and in which direction. */
export function ClockWords({ offset }: { offset: number }) {
  const minutes = Math.round(Math.abs(offset) / 60)
  return offset > 0 ? <Trans>Its clock is {minutes} min fast.</Trans> : <Trans>Its clock is {minutes} min slow.</Trans>
}
