/** Which part of a list: at most `limit` items after the place that `cursor` marks. */
export interface PageRequest {
  /** 1 to `maximumPageSize`. */
  readonly limit: number
  /** Opaque, as a page gave it; absent for the first page. */
  readonly cursor?: string | undefined
}

/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[]
  /** How many items the whole list has. */
  readonly total: number
  /** Marks the end of this page; absent on the last one. */
  readonly nextCursor?: string
}

export const defaultPageSize = 50
export const maximumPageSize = 1000
