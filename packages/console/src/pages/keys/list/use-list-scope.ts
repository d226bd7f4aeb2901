import { useKeyPlaces, useListedProject } from "../holder.tsx"
import type { KeyFilter } from "./key-filter.ts"

/** For the API: whose keys the list shows. */
export function useListScope({ owner }: Pick<KeyFilter, "owner">) {
  const { query } = useKeyPlaces()
  const project = useListedProject()
  if (project === undefined || owner === "mine") return query
  return owner === "machine" ? { project: project.id, own: "false" } : { project: project.id }
}
