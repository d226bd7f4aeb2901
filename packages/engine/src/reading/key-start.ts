import { type KeyOption, optionsEnd, parseOptions } from "../authorized-keys/options.ts"
import { isKeyTypeName, keyTypeNames } from "../key-type.ts"
import { attempt } from "./attempt.ts"

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

/** In a text of unknown origin other characters in front of a key are something else than an option. */
const OPTION_NAME = /^[A-Za-z][A-Za-z0-9-]*$/

/** The first key in a line; text inside quoted options is no key. */
export function findKeyStart(line: string): KeyStart | undefined {
  TYPE.lastIndex = line.includes('="') ? optionsLength(line) : 0
  for (let match = TYPE.exec(line); match !== null; match = TYPE.exec(line)) {
    const [whole, type = ""] = match
    const dataStart = match.index + whole.length
    if (isNamed(type) || line.startsWith("AAAA", dataStart)) return { type, start: match.index, dataStart }
  }
  return undefined
}

/** The authorized_keys options in `prefix` when that is what all of it is. */
export function readOptions(prefix: string): readonly KeyOption[] | undefined {
  const text = prefix.trim()
  const options = text === "" || optionsEnd(text) < text.length ? undefined : attempt(() => parseOptions(text)).value
  return options?.every(({ name }) => OPTION_NAME.test(name)) === true ? options : undefined
}

/** Characters of the options that a line begins with; 0 when it begins with something else. */
function optionsLength(line: string): number {
  const text = line.trimStart()
  const end = optionsEnd(text)
  return readOptions(text.slice(0, end)) === undefined ? 0 : line.length - text.length + end
}

/** Whether a line breaks off inside the name of a key type. */
export function endsInsideType(line: string): boolean {
  const last = /(?:^|[\s"'`,:=])([a-z][a-z0-9@.-]{0,40})$/.exec(line)?.[1]
  return last !== undefined && keyTypeNames.some((name) => name.startsWith(last) && name !== last)
}

function isNamed(type: string): boolean {
  return isKeyTypeName(type) || /^rsa-sha2-(?:256|512)$/.test(type) || type.includes("-cert-v0")
}
