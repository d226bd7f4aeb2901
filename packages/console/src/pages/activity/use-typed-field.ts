import { useTypedText } from "../../forms/use-typed-text.ts"
import type { ActivityFilter, TypedField } from "./activity-filter.ts"
import type { ChangeFilter } from "./use-activity-filter.ts"

/** How long after the last keystroke the list is asked for, in milliseconds. */
const askAfter = 300

/** One typed field of the filter; without text the address is rid of it. */
export function useTypedField(name: TypedField, filter: ActivityFilter, change: ChangeFilter) {
  const { [name]: value = "", ...others } = filter
  return useTypedText(value, (text) => change(text === "" ? others : { ...others, [name]: text }, "replace"), askAfter)
}
