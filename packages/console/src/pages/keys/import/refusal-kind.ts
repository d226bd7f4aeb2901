import type { KeyErrorCode } from "@latchkey/engine"

/** What a text is instead of a key, by how the engine's message about it starts: its codes do not go that far. */
const instead = [
  { kind: "certificate", start: "this is an SSH certificate" },
  { kind: "fingerprint", start: "this is a key's fingerprint" },
  { kind: "known-hosts", start: "this is a line of known_hosts" },
  { kind: "authority", start: "this line trusts a certificate authority" },
  { kind: "ssh1", start: "this is an SSH1 key" },
  { kind: "shortened", start: "the middle or the end of this key was replaced" },
  { kind: "web-page", start: "this is a web page" },
  { kind: "binary", start: "this is a binary file" },
  { kind: "pgp", start: "this is a PGP block" },
  { kind: "x509", start: "this is an X.509 certificate" },
  { kind: "signature", start: "this is a signature made with an SSH key" },
  { kind: "too-large", start: "this is larger than" },
  { kind: "unreadable", start: "this file cannot be read" },
  { kind: "rsa-size", start: "RSA " },
  { kind: "too-many", start: "there are more than" },
] as const

/** Why something that was found is no key to import. */
export type RefusalKind = (typeof instead)[number]["kind"] | KeyErrorCode

/** The kind of a refused finding, by the engine's message or else by its code. */
export function refusalKind({ code, message }: { code: KeyErrorCode; message: string }): RefusalKind {
  return instead.find(({ start }) => message.startsWith(start))?.kind ?? code
}

/** How much of a cut key is there, in bytes, where the engine could tell. */
export function bytesThere(message: string): { readonly there: string; readonly needed: string } | undefined {
  const match = /: (\d+) of (\d+) bytes$/.exec(message)
  const [, there, needed] = match ?? []
  return there === undefined || needed === undefined ? undefined : { there, needed }
}
