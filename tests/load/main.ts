/**
 * `npm run bench [NAME...]`: runs every `*.bench.ts` of this folder (or those whose names hold one of the given words),
 * one after the other, and prints their rows as one table. Ends with status 1 when an aim is missed.
 */
import { readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Row } from "./row.ts"

interface Bench {
  run(): Promise<readonly Row[]>
}

function isBench(module: unknown): module is Bench {
  return typeof module === "object" && module !== null && "run" in module && typeof module.run === "function"
}

const words = process.argv.slice(2)
const files = readdirSync(fileURLToPath(new URL(".", import.meta.url)))
  .filter((name) => name.endsWith(".bench.ts"))
  .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
  .sort()

const rows: Row[] = []
for (const file of files) {
  const module: unknown = await import(new URL(file, import.meta.url).href)
  if (!isBench(module)) throw new Error(`${file} exports no run()`)
  process.stderr.write(`${file} ...\n`)
  rows.push(...(await module.run()))
}

const header = ["what", "measured", "reference", "ratio", "aim", ""]
const cells = rows.map((row) => [
  row.name,
  row.value,
  row.reference,
  row.ratio.toFixed(2),
  row.aim,
  row.ok ? "met" : "MISSED",
])
const table = [header, ...cells]
const widths = header.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)))
for (const line of table) {
  process.stdout.write(
    `${line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd()}\n`,
  )
}
if (rows.length === 0) process.stderr.write("no benchmark has that name\n")
process.exitCode = rows.length > 0 && rows.every((row) => row.ok) ? 0 : 1
