import { type RefObject, useEffect } from "react"
import { singleKeysAreOn } from "../../../shell/single-keys.ts"

/** What single keys do to the row that has the focus, by the row's id. */
export type RowActions = {
  toggle(id: string, range: boolean): void
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select")
}

function rowLink(row: Element | undefined): HTMLElement | null {
  return row?.querySelector<HTMLElement>("[data-row-link]") ?? null
}

/** Moves through the rows of a table with j and k or the arrows, ticks with x, opens a row's menu with a full stop. */
export function useRowKeys(table: RefObject<HTMLElement | null>, { toggle }: RowActions): void {
  useEffect(() => {
    function move(rows: readonly Element[], current: number, step: number) {
      const link = rowLink(rows[Math.min(Math.max(current + step, 0), rows.length - 1)])
      link?.focus()
      link?.scrollIntoView({ block: "nearest" })
    }
    function onKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return
      if (!singleKeysAreOn()) return
      if (document.querySelector('[aria-modal="true"], [data-menu-dropdown]') !== null) return
      const rows = [...(table.current?.querySelectorAll("[data-row]") ?? [])]
      const current = rows.findIndex((row) => row.contains(document.activeElement))
      const row = rows[current]
      const key = event.key.toLowerCase()
      if (key === "j" || (key === "arrowdown" && row !== undefined)) move(rows, current, 1)
      else if (key === "k" || (key === "arrowup" && row !== undefined)) move(rows, current, -1)
      else if (key === "x" && row !== undefined) toggle(row.getAttribute("data-row") ?? "", event.shiftKey)
      else if (key === "." && row !== undefined) row.querySelector<HTMLElement>("[data-row-menu]")?.click()
      else return
      event.preventDefault()
    }
    document.addEventListener("keydown", onKeyDown)
    return () => document.removeEventListener("keydown", onKeyDown)
  }, [table, toggle])
}
