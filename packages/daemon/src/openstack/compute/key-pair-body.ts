import { type KeyPairType, keyPairTypes } from "@latchkey/core"
import { WordedFault } from "../faults.ts"
import type { KeyPairRules } from "./key-pair-rules.ts"
import { pythonText } from "./python-text.ts"

/** What a request for a new key pair says. */
export interface KeyPairRequest {
  readonly name: string
  readonly type: KeyPairType
  /** Absent: a pair is to be made. */
  readonly publicKey?: string
  readonly userId?: string
}

/** In characters. */
const longestName = 255

/**
 * Reads the body of `POST /os-keypairs`; what is wrong is said in Nova's words, the first of several faults as it finds them.
 *
 * @throws CoreError `invalid`
 */
export function readKeyPairRequest(body: unknown, rules: KeyPairRules): KeyPairRequest {
  if (body === undefined) throw new WordedFault("invalid", "Malformed request body")
  if (!isObject(body)) throw new WordedFault("invalid", notOfType(body, "object"))
  const { keypair, ...others } = body
  if (keypair === undefined) throw new WordedFault("invalid", "'keypair' is a required property")
  if (!isObject(keypair)) throw wrongField("keypair", keypair, notOfType(keypair, "object"))
  const { name, type = "ssh", public_key: publicKey, user_id: userId, ...unknown } = keypair
  if (name !== undefined) requireName(name, rules)
  if (rules.hasType && !isType(type)) throw wrongField("type", type, wrongType(type))
  if (publicKey !== undefined && typeof publicKey !== "string") throw notText("public_key", publicKey)
  if (rules.takesUser && userId !== undefined && typeof userId !== "string") throw notText("user_id", userId)
  if (typeof name !== "string") throw wrongField("keypair", keypair, "'name' is a required property")
  if (!rules.generates && publicKey === undefined) {
    throw wrongField("keypair", keypair, "'public_key' is a required property")
  }
  const unexpected = [
    ...(rules.hasType || !("type" in keypair) ? [] : ["type"]),
    ...(rules.takesUser || !("user_id" in keypair) ? [] : ["user_id"]),
    ...Object.keys(unknown),
  ]
  if (unexpected.length > 0) throw wrongField("keypair", keypair, additionalProperties(unexpected))
  if (Object.keys(others).length > 0) throw new WordedFault("invalid", additionalProperties(Object.keys(others)))
  return {
    name,
    type: isType(type) ? type : "ssh",
    ...(publicKey !== undefined && { publicKey }),
    ...(typeof userId === "string" && { userId }),
  }
}

function requireName(name: unknown, { nameCharacters }: KeyPairRules): void {
  if (typeof name !== "string") throw notText("name", name)
  if (name === "") throw wrongField("name", name, `${pythonText(name)} is too short`)
  if ([...name].length > longestName) throw wrongField("name", name, `${pythonText(name)} is too long`)
  if (name.trim() !== name || /[\p{C}\p{Zl}\p{Zp}]/u.test(name)) {
    throw wrongName("printable characters. Can not start or end with whitespace.")
  }
  if (![...name].every((character) => nameCharacters.includes(character))) {
    throw wrongName(`Only expected characters: [${nameCharacters}]`)
  }
  // Nova lets them pass: clients then drop them from the address, and cannot show or delete the key pair.
  if (name === "." || name === "..") throw wrongName("more than one or two dots.")
}

function wrongName(rule: string): WordedFault {
  return new WordedFault("invalid", `An invalid 'name' value was provided. The name must be: ${rule}`)
}

function isType(type: unknown): type is KeyPairType {
  return keyPairTypes.some((known) => known === type)
}

function wrongType(type: unknown): string {
  return typeof type === "string"
    ? `${pythonText(type)} is not one of ${pythonText(keyPairTypes)}`
    : notOfType(type, "string")
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function notText(field: string, value: unknown): WordedFault {
  return wrongField(field, value, notOfType(value, "string"))
}

function notOfType(value: unknown, type: string): string {
  return `${pythonText(value)} is not of type '${type}'`
}

function wrongField(field: string, value: unknown, message: string): WordedFault {
  const shown = typeof value === "string" ? value : pythonText(value)
  return new WordedFault("invalid", `Invalid input for field/attribute ${field}. Value: ${shown}. ${message}`)
}

/** Also of a query. */
export function additionalProperties(names: readonly string[]): string {
  const were = names.length === 1 ? "was" : "were"
  return `Additional properties are not allowed (${names.map((name) => pythonText(name)).join(", ")} ${were} unexpected)`
}
