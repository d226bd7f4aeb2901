import { showProgress } from "./progress.ts"

interface Page<T> {
  readonly items: readonly T[]
  readonly total: number
  readonly nextCursor?: string | undefined
}

/** All pages of a list as one, with its progress on a terminal. */
export async function everyPage<T>(read: (cursor: string | undefined) => Promise<Page<T>>) {
  const items: T[] = []
  const progress = showProgress()
  let page: Page<T>
  let cursor: string | undefined
  let total = 0
  do {
    page = await read(cursor)
    items.push(...page.items)
    cursor = page.nextCursor
    total = Math.max(total, page.total)
    if (cursor !== undefined) progress.show(`${items.length} of ${total}`)
    // A daemon that goes on for ever has run out of things long before.
  } while (cursor !== undefined && page.items.length > 0 && items.length < total)
  progress.end()
  return { items, total: page.total }
}
