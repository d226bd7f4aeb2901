import { isKeyTypeName, keyTypeNames } from "../key-type.ts"

/** Where a public key begins in a line. */
export interface KeyStart {
  /** The name as it stands there: a key type, a signature algorithm, a certificate type or an unknown one. */
  readonly type: string
  /** Offset of the type. */
  readonly start: number
  /** Offset of the key data. */
  readonly dataStart: number
}

const TYPE =
  /(?<![A-Za-z0-9@._+/-])((?:ssh|ecdsa|sk-ssh|sk-ecdsa|rsa|x509v3|webauthn)-[A-Za-z0-9@._-]{1,60})(?:[ \t]+|$)/g

/**
 * authorized_keys options in front of a key (sshd(8), AUTHORIZED_KEYS FILE FORMAT): names with or without a quoted
 * value, separated by commas. A quote inside a value has a backslash in front.
 */
const OPTION = String.raw`[A-Za-z][A-Za-z0-9-]*(?:="(?:\\"|[^"\\]|\\(?!"))*")?`
const OPTIONS = new RegExp(String.raw`^\s*(${OPTION}(?:,${OPTION})*)[ \t]+(?=\S)`)

/** The first key in a line; text inside quoted options is no key. */
export function findKeyStart(line: string): KeyStart | undefined {
  const options = line.includes('="') ? (OPTIONS.exec(line)?.[0].length ?? 0) : 0
  TYPE.lastIndex = options
  for (let match = TYPE.exec(line); match !== null; match = TYPE.exec(line)) {
    const [whole, type = ""] = match
    const dataStart = match.index + whole.length
    if (isNamed(type) || line.startsWith("AAAA", dataStart)) return { type, start: match.index, dataStart }
  }
  return undefined
}

/** The options in `prefix` when that is what all of it is. */
export function readOptions(prefix: string): string | undefined {
  return OPTIONS.exec(`${prefix.trimEnd()} .`)?.[1] === prefix.trim() ? prefix.trim() : undefined
}

/** Whether a line breaks off inside the name of a key type. */
export function endsInsideType(line: string): boolean {
  const last = /(?:^|[\s"'`,:=])([a-z][a-z0-9@.-]{0,40})$/.exec(line)?.[1]
  return last !== undefined && keyTypeNames.some((name) => name.startsWith(last) && name !== last)
}

function isNamed(type: string): boolean {
  return isKeyTypeName(type) || /^rsa-sha2-(?:256|512)$/.test(type) || type.includes("-cert-v0")
}
