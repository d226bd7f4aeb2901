type Items = readonly { readonly id: string }[] | undefined

/** How many of the newest events stand before the first that is shown; all of a page when it is not among them. */
export function countNew(shown: Items, newest: Items): number {
  if (shown === undefined || newest === undefined) return 0
  const [first] = shown
  const index = newest.findIndex(({ id }) => id === first?.id)
  return index < 0 ? newest.filter(({ id }) => first === undefined || id > first.id).length : index
}
