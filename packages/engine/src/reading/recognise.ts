import { KeyError } from "../error.ts"

const PUB_FILE = "import the .pub file of your key"

interface Recognised {
  readonly pattern: RegExp
  readonly error: () => KeyError
}

const lineKinds: readonly Recognised[] = [
  {
    pattern: /^\s*(?:\d{3,5}\s+)?(?:SHA256:[A-Za-z0-9+/]{43}|(?:MD5:)?[0-9a-f]{2}(?::[0-9a-f]{2}){15})(?:\s|$)/i,
    error: () =>
      new KeyError("format_unknown", "this is a key's fingerprint, which is too short to hold the key", {
        hint: PUB_FILE,
      }),
  },
  {
    pattern: /^\s*(?:\S+\s+)?\d{3,5}\s+\d{1,10}\s+\d{100,}(?:\s|$)/,
    error: () =>
      new KeyError("type_unsupported", "this is an SSH1 key; SSH1 was removed from OpenSSH in 2017", {
        hint: "make a new key: ssh-keygen -t ed25519",
      }),
  },
  {
    pattern: /^\s*(?:\S*\s)?(?:ssh|ecdsa|sk|rsa)-\S*\s*(?:\.{2,}|…)/,
    error: () =>
      new KeyError("truncated", "the middle or the end of this key was replaced by dots", {
        hint: "copy the whole line from the .pub file, not from a list that shortens it",
      }),
  },
]

/** Names a line that is not a key and is something well known. */
export function recogniseLine(text: string): KeyError | undefined {
  return lineKinds.find(({ pattern }) => pattern.test(text))?.error()
}

/** Names a whole text that is something else than keys. */
export function recogniseDocument(text: string): KeyError | undefined {
  if (/^\s*(?:<!doctype html|<html|<head|<\?xml|<body)/i.test(text)) {
    return new KeyError("format_unknown", "this is a web page, not a key", {
      hint: "open the link to the raw text, or import the .pub file of your key",
    })
  }
  return undefined
}

/** The error for a line among keys that nothing is known about. */
export function unknownLine(line: number): KeyError {
  return new KeyError("format_unknown", "this line does not hold a public key", {
    line,
    hint: "a public key starts with ssh-ed25519, ssh-rsa or ecdsa-sha2-",
  })
}
