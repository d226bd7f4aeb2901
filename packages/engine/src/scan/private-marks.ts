import type { PrivateFormatName } from "../private-format.ts"

/** A phrase that only private keys have beside them. */
export interface PrivateMark {
  readonly kind: "begin" | "end"
  readonly start: number
  readonly end: number
  readonly format: PrivateFormatName
  readonly encrypted: boolean
  /** Whether a key can be read from here on. */
  readonly framed: boolean
}

/** PEM and SSH2 frames: exact capitals anywhere, any case behind dashes. */
const FRAMES = [
  /[-–—]{0,8}[ \t]{0,4}(BEGIN|END)([\sA-Z0-9+_]{0,40}?)PRIVATE[\s+_]{0,8}KEY(?:[\s+_]BLOCK)?(?:[ \t]{1,4}[-–—]{2,8}|[-–—]{0,8})/g,
  /[-–—]{2,8}[ \t]{0,4}(begin|end)([\sA-Z0-9+_]{0,40}?)private[\s+_]{0,8}key(?:[\s+_]block)?(?:[ \t]{1,4}[-–—]{2,8}|[-–—]{0,8})/gi,
]
const PPK_BEGIN = /PuTTY-User-Key-File-\d|Private-Lines[ \t]*:/gi
const PPK_END = /Private-(?:MAC|Hash)[ \t]*:[ \t]*[0-9a-f]*/gi
const LEGACY_ENCRYPTION = /Proc-Type[ \t]*:[ \t]*4,[ \t]*ENCRYPTED|DEK-Info[ \t]*:/gi
const SSH1 = /SSH PRIVATE KEY FILE FORMAT 1\.\d/g
const JWK = /\{(?=[^{}]{0,4096}"kty")(?=[^{}]{0,8192}"(?:d|k)"\s*:\s*"[\w-]{16})[^{}]{0,16384}\}?/g

const LABELS: Readonly<Record<string, PrivateFormatName>> = {
  OPENSSH: "openssh-key-v1",
  RSA: "pkcs1-private",
  EC: "sec1",
  DSA: "dsa-private",
  "": "pkcs8",
  ENCRYPTED: "pkcs8",
  "SSH2 ENCRYPTED": "sshcom",
  PGP: "pgp-private",
}

/** All marks of a text whose escapes are decoded, in order. */
export function findPrivateMarks(text: string): readonly PrivateMark[] {
  const marks: PrivateMark[] = []
  for (const frame of FRAMES) {
    for (const match of text.matchAll(frame)) {
      const label = (match[2] ?? "")
        .replace(/[\s+_]+/g, " ")
        .trim()
        .toUpperCase()
      const kind = match[1]?.toUpperCase() === "BEGIN" ? "begin" : "end"
      marks.push(mark(match, kind, LABELS[label] ?? "pem-private", label === "ENCRYPTED", true))
    }
  }
  for (const match of text.matchAll(PPK_BEGIN)) {
    marks.push(mark(match, "begin", "ppk", false, /^PuTTY/i.test(match[0])))
  }
  for (const match of text.matchAll(PPK_END)) marks.push(mark(match, "end", "ppk", false, false))
  for (const match of text.matchAll(LEGACY_ENCRYPTION)) marks.push(mark(match, "begin", "pem-private", true, false))
  for (const match of text.matchAll(SSH1)) {
    marks.push({ ...mark(match, "begin", "ssh1-private", false, false), end: text.length })
  }
  if (text.includes('"kty"')) {
    for (const match of text.matchAll(JWK)) marks.push(mark(match, "begin", "jwk-private", false, false))
  }
  marks.sort((left, right) => left.start - right.start)
  // Capitals behind dashes match both frames.
  return marks.filter(({ start }, index) => start !== marks[index - 1]?.start)
}

function mark(
  match: RegExpExecArray,
  kind: PrivateMark["kind"],
  format: PrivateFormatName,
  encrypted: boolean,
  framed: boolean,
): PrivateMark {
  return { kind, start: match.index, end: match.index + match[0].length, format, encrypted, framed }
}
