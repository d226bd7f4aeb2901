import type { Instant } from "@latchkey/core"

/** As `2026-11-22T09:30:00.000Z`. */
export function renderTime(at: Instant): string
export function renderTime(at: Instant | null | undefined): string | null
export function renderTime(at: Instant | null | undefined): string | null {
  return at == null ? null : new Date(at).toISOString()
}

/** @param text RFC 3339, already checked by the route's schema */
export function toInstant(text: string | undefined): Instant | undefined {
  return text === undefined ? undefined : Date.parse(text)
}
