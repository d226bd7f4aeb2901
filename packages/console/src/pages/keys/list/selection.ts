import type { SshKey } from "@latchkey/contract"
import { useState } from "react"
import { type KeyFilter, keyQuery } from "./key-filter.ts"

/** The keys that are ticked, by id; they stay ticked on other pages of the list. */
export type Selection = ReadonlyMap<string, SshKey>

/** `keys` ticked or not, beside what is ticked already. */
export function withKeys(selection: Selection, keys: readonly SshKey[], ticked: boolean): Selection {
  const next = new Map(selection)
  for (const key of keys) {
    if (ticked) next.set(key.id, key)
    else next.delete(key.id)
  }
  return next
}

/** The rows between two ids, both included, in the order of the list; only the second one when the first is not there. */
export function rowsBetween(rows: readonly SshKey[], from: string | undefined, to: string): readonly SshKey[] {
  const ends = [from ?? to, to].map((id) => rows.findIndex((row) => row.id === id))
  const [first = -1, last = -1] = ends.sort((left, right) => left - right)
  return first === -1 ? rows.filter(({ id }) => id === to) : rows.slice(first, last + 1)
}

/** What is ticked on the pages of one filtered list; another filter starts with nothing ticked. */
export function useSelection(filter: KeyFilter, rows: readonly SshKey[]) {
  const { sort: _, order: __, ...list } = keyQuery(filter) ?? {}
  const shown = JSON.stringify(list)
  const [state, setState] = useState<{ shown: string; selection: Selection; last?: string; selecting: boolean }>({
    shown,
    selection: new Map(),
    selecting: false,
  })
  const { selection, last, selecting } =
    state.shown === shown ? state : { selection: new Map<string, SshKey>(), last: undefined, selecting: false }

  function tick(keys: readonly SshKey[], ticked: boolean, lastId?: string) {
    const next = withKeys(selection, keys, ticked)
    setState({ shown, selection: next, selecting, ...(lastId !== undefined && { last: lastId }) })
  }
  return {
    selection,
    /** On phones: whether rows show their checkboxes. */
    selecting,
    /** Shows the checkboxes, with one row ticked. */
    start(id?: string) {
      const first = rows.filter((row) => row.id === id)
      setState({ shown, selection: withKeys(selection, first, true), selecting: true })
    },
    /** Ticks or unticks a row; `range` does the same to all rows since the last one. */
    toggle(id: string, range = false) {
      tick(range ? rowsBetween(rows, last, id) : rows.filter((row) => row.id === id), !selection.has(id), id)
    },
    set: (keys: readonly SshKey[], ticked: boolean) => tick(keys, ticked),
    clear: () => setState({ shown, selection: new Map(), selecting: false }),
  }
}

export type SelectionControl = ReturnType<typeof useSelection>
