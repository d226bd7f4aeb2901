import { sha256 } from "#crypto"
import { keyTypes } from "./key-type.ts"
import type { PublicKey } from "./public-key.ts"

/** Columns and rows of the field (OpenSSH: FLDSIZE_X, FLDSIZE_Y). */
const WIDTH = 17
const HEIGHT = 9

/** Characters by number of visits; the walk does not count beyond the last one. */
const VISITS = " .o+=*BOX@%&#/^"

/** One place of the field. */
export interface RandomartCell {
  /** Visits of the walk, 0 to 14. */
  readonly count: number
  /** What ssh-keygen prints there. */
  readonly char: string
  readonly mark?: "start" | "end"
}

/** The picture of a key, for drawings. */
export interface RandomartField {
  readonly width: 17
  readonly height: 9
  /** 153 cells, row by row. */
  readonly cells: readonly RandomartCell[]
}

/** The "drunken bishop" walk over the SHA-256 of a canonical blob (OpenSSH: sshkey.c, fingerprint_randomart). */
export function randomartField(blob: Uint8Array): RandomartField {
  const counts = new Uint8Array(WIDTH * HEIGHT)
  let x = WIDTH >> 1
  let y = HEIGHT >> 1
  const start = y * WIDTH + x
  for (const byte of sha256(blob)) {
    for (let shift = 0; shift < 8; shift += 2) {
      x = Math.min(Math.max(x + ((byte >> shift) & 1 ? 1 : -1), 0), WIDTH - 1)
      y = Math.min(Math.max(y + ((byte >> shift) & 2 ? 1 : -1), 0), HEIGHT - 1)
      const place = y * WIDTH + x
      counts[place] = Math.min((counts[place] ?? 0) + 1, VISITS.length - 1)
    }
  }
  const end = y * WIDTH + x
  const cells = Array.from(counts, (count, place): RandomartCell => {
    if (place === end) return { count, char: "E", mark: "end" }
    if (place === start) return { count, char: "S", mark: "start" }
    return { count, char: VISITS.charAt(count) }
  })
  return { width: WIDTH, height: HEIGHT, cells }
}

/** The picture with its frame, eleven lines without a final line end, letter for letter as `ssh-keygen -lv` draws it. */
export function randomart(key: PublicKey): string {
  const { cells } = randomartField(key.blob)
  const lines = [border(title(key))]
  for (let row = 0; row < HEIGHT; row++) {
    const characters = cells.slice(row * WIDTH, (row + 1) * WIDTH).map((cell) => cell.char)
    lines.push(`|${characters.join("")}|`)
  }
  lines.push(border("[SHA256]"))
  return lines.join("\n")
}

function title(key: PublicKey): string {
  const { shortName } = keyTypes[key.type]
  const full = `[${shortName} ${key.bits}]`
  // OpenSSH prints into a buffer of 17 bytes, the last of which is a NUL.
  return (full.length > WIDTH ? `[${shortName}]` : full).slice(0, WIDTH - 1)
}

function border(label: string): string {
  const left = (WIDTH - label.length) >> 1
  return `+${"-".repeat(left)}${label}${"-".repeat(WIDTH - left - label.length)}+`
}
