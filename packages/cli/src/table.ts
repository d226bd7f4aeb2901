import { toPrintable } from "@latchkey/engine"
import { styled } from "./io.ts"

/** Columns as wide as they need to be, two spaces apart, under their headings. Foreign text is escaped here. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(toPrintable))
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => widthOf(row[column] ?? ""))),
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - widthOf(cell)))
      .join("  ")
      .trimEnd()
  return [styled("bold", line(headings)), ...cells.map(line)].join("\n")
}

/** A list of names and values, one a line. */
export function fieldList(fields: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...fields.map(([name]) => name.length))
  return fields.map(([name, value]) => `${styled("dim", name.padEnd(width))}  ${toPrintable(value)}`).join("\n")
}

const combining = /\p{M}/u
/** East Asian wide characters and emoji take two columns (Unicode Standard Annex 11, the blocks in common use). */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u

function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += combining.test(character) ? 0 : wide.test(character) ? 2 : 1
  return width
}
