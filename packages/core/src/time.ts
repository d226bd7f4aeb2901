/** A moment: milliseconds since 1970-01-01T00:00:00Z. Doors render it as RFC 3339 text in UTC. */
export type Instant = number

export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour
