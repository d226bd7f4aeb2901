import type { SshKey } from "@latchkey/contract"
import { useMemo, useRef, useState } from "react"
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

/** The selection with `keys` as they are now, as far as they are ticked. */
export function withFresh(selection: Selection, keys: readonly SshKey[]): Selection {
  const changed = keys.filter((key) => selection.has(key.id) && selection.get(key.id) !== key)
  return changed.length === 0 ? selection : withKeys(selection, changed, true)
}

/** The rows between two ids, both included, in the order of the list; only the second one when the first is not there. */
export function rowsBetween(rows: readonly SshKey[], from: string | undefined, to: string): readonly SshKey[] {
  const ends = [from ?? to, to].map((id) => rows.findIndex((row) => row.id === id))
  const [first = -1, last = -1] = ends.sort((left, right) => left - right)
  return first === -1 ? rows.filter(({ id }) => id === to) : rows.slice(first, last + 1)
}

type Ticked = {
  /** The filter that it belongs to. */
  readonly shown: string
  readonly selection: Selection
  /** What was ticked or unticked last, where a range starts. */
  readonly last: string | undefined
  readonly selecting: boolean
}

const nothing = { selection: new Map<string, SshKey>(), last: undefined, selecting: false } as const

/**
 * What is ticked on the pages of one filtered list; another filter starts with nothing ticked. Its functions stay the
 * same, so that a row is drawn anew only when it changes.
 */
export function useSelection(filter: KeyFilter, rows: readonly SshKey[]) {
  const { sort: _, order: __, ...list } = keyQuery(filter) ?? {}
  const shown = JSON.stringify({ ...list, owner: filter.owner })
  const [state, setState] = useState<Ticked>({ shown, ...nothing })
  const ticked = state.shown === shown ? state : { shown, ...nothing }
  const latest = useRef({ shown, rows })
  latest.current = { shown, rows }

  const control = useMemo(() => {
    function change(next: (ticked: Ticked, rows: readonly SshKey[]) => Partial<Ticked>) {
      const { shown: now, rows: current } = latest.current
      setState((before) => {
        const known = before.shown === now ? before : { shown: now, ...nothing }
        return { ...known, ...next(known, current) }
      })
    }
    return {
      /** Shows the checkboxes, with one row ticked. */
      start: (id?: string) =>
        change(({ selection }, current) => ({
          selection: withKeys(selection, rowsBetween(current, undefined, id ?? ""), true),
          selecting: true,
        })),
      /** Ticks or unticks a row; `range` does the same to all rows since the last one. */
      toggle: (id: string, range = false) =>
        change(({ selection, last }, current) => ({
          selection: withKeys(selection, rowsBetween(current, range ? last : undefined, id), !selection.has(id)),
          last: id,
        })),
      set: (keys: readonly SshKey[], isTicked: boolean) =>
        change(({ selection }) => ({ selection: withKeys(selection, keys, isTicked) })),
      /** Takes over what became of keys, as far as they are ticked. */
      refresh: (keys: readonly SshKey[]) => change(({ selection }) => ({ selection: withFresh(selection, keys) })),
      clear: () => change(() => nothing),
    }
  }, [])
  /** `selecting`: on phones, whether rows show their checkboxes. */
  return { ...control, selection: withFresh(ticked.selection, rows), selecting: ticked.selecting }
}

export type SelectionControl = ReturnType<typeof useSelection>
