import { encodeBase64 } from "../base64.ts"

/** How a PEM block is laid out. */
export interface PemLayout {
  /** Lines `Name: value` in front of the body (RFC 1421 section 4.4); a blank line closes them. */
  readonly headers?: readonly string[]
  /** Characters a line, 64 unless said. */
  readonly columns?: number
}

/** A PEM block (RFC 7468 section 2) with a final line end. */
export function formatPem(label: string, bytes: Uint8Array, { headers = [], columns = 64 }: PemLayout = {}): string {
  const head = headers.length === 0 ? [] : [...headers, ""]
  return [
    `-----BEGIN ${label}-----`,
    ...head,
    ...wrap(encodeBase64(bytes), columns),
    `-----END ${label}-----`,
    "",
  ].join("\n")
}

/** `text` in lines of `columns` characters. */
export function wrap(text: string, columns: number): readonly string[] {
  return Array.from({ length: Math.ceil(text.length / columns) }, (_, line) =>
    text.slice(line * columns, (line + 1) * columns),
  )
}
