import type { PrivateFormatName } from "../private-format.ts"
import type { PrivateBlock } from "../scan/private-blocks.ts"

/** Longest line of base64 in a PEM file (RFC 7468 section 2 has 64, OpenSSH writes 70, OpenSSL reads 76). */
const MAX_COLUMNS = 76

/** Formats that stand in a PEM frame. */
const framedFormats: readonly PrivateFormatName[] = ["openssh-key-v1", "pkcs8", "pkcs1-private", "sec1", "dsa-private"]

/**
 * Whether a private block in PEM stands in its frame as tools write it: begin and end marks of one label, and lines of one
 * width. Others are read where that is safe, and it is told. What is no PEM has no frame to judge.
 */
export function hasWholeFrame({ body, format }: PrivateBlock): boolean {
  if (!framedFormats.includes(format)) return true
  const lines = body.trimEnd().split(/\r\n|\r|\n/)
  const label = /^-----BEGIN ([A-Z0-9 ]+)-----$/.exec(lines[0] ?? "")?.[1]
  if (label === undefined) return false
  const last = lines.pop()
  const data = lines.slice(Math.max(1, lines.indexOf("") + 1))
  const width = data[0]?.length ?? 0
  const isEven = data.every(
    (line, index) => line.length === width || (index === data.length - 1 && line.length < width),
  )
  return last === `-----END ${label}-----` && isEven && width <= MAX_COLUMNS
}
