/** What long work tells of itself while it goes on. */
export interface Progress {
  /** The next part of it, in words. */
  begin(verb: string): void
  rows(count: number): void
  bytes(count: number): void
}

/** Milliseconds between two looks of a person's eye. */
const pause = 100

/** A line on the terminal that is written over until `end` takes it away. Where stderr is no terminal, nothing. */
export function showProgress(firstVerb: string): Progress & { end(): void } {
  const { stderr } = process
  if (!stderr.isTTY) return { begin: () => {}, rows: () => {}, bytes: () => {}, end: () => {} }
  let verb = firstVerb
  let rows = 0
  let bytes = 0
  let shownAt = 0
  const show = () => {
    if (performance.now() - shownAt < pause) return
    shownAt = performance.now()
    stderr.write(`\r\u001b[K${verb}: ${rows.toLocaleString("en")} rows, ${sizeWords(bytes)}`)
  }
  return {
    begin(next) {
      verb = next
      rows = 0
    },
    rows(count) {
      rows = count
      show()
    },
    bytes(count) {
      bytes = count
      show()
    },
    end: () => void stderr.write("\r\u001b[K"),
  }
}

/** `812 B`, `4.2 kB`, `1.3 GB` */
export function sizeWords(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"]
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3))
  const amount = bytes / 1000 ** power
  return `${power === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[power]}`
}
