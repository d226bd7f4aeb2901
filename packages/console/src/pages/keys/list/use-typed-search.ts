import { useTypedText } from "../../../forms/use-typed-text.ts"
import type { KeyFilter } from "./key-filter.ts"
import type { ChangeFilter } from "./use-key-filter.ts"

/** What stands in the search field over the keys. */
export function useTypedSearch(filter: KeyFilter, change: ChangeFilter) {
  const { q = "", ...others } = filter
  return useTypedText(q, (text) => change(text === "" ? others : { ...others, q: text }, "replace"))
}
