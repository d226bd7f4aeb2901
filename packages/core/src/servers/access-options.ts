import { formatOptions, KeyError, type KeyOption } from "@latchkey/engine"
import { CoreError } from "../error.ts"

/** What an access holds its keys to, as options of authorized_keys (sshd(8)). What is absent or false is not restricted. */
export interface AccessOptions {
  /** Where from: patterns and CIDR blocks separated by commas, a `!` in front of what is excepted (ssh_config(5), PATTERNS). */
  readonly from?: string
  /** What runs, whatever was asked for. */
  readonly command?: string
  /** Everything that can be forbidden is. */
  readonly restrict?: boolean
  readonly noPty?: boolean
  readonly noPortForwarding?: boolean
  readonly noAgentForwarding?: boolean
  readonly noX11Forwarding?: boolean
}

/** What somebody asks for. */
export type AskedOptions = { readonly [Name in keyof AccessOptions]?: AccessOptions[Name] | undefined }

/** Of `from` and of `command`, in characters. */
export const longestOptionValue = 1000

/** The flags, by their names in authorized_keys. */
const flags = [
  ["restrict", "restrict"],
  ["noPty", "no-pty"],
  ["noPortForwarding", "no-port-forwarding"],
  ["noAgentForwarding", "no-agent-forwarding"],
  ["noX11Forwarding", "no-X11-forwarding"],
] as const satisfies readonly (readonly [keyof AccessOptions, string])[]

/** The options as they stand in front of a key, for the engine's `formatOptions`. */
export function keyOptionsOf(options: AccessOptions): readonly KeyOption[] {
  return [
    ...(options.from === undefined ? [] : [{ name: "from", value: options.from }]),
    ...(options.command === undefined ? [] : [{ name: "command", value: options.command }]),
    ...flags.flatMap(([flag, name]) => (options[flag] === true ? [{ name }] : [])),
  ]
}

/**
 * Options as somebody asked for them. Values are printable ASCII, since nothing else stands in a bundle, and hold no key,
 * by which a line is found.
 *
 * @throws CoreError `invalid`
 */
export function parseAccessOptions(asked: AskedOptions): AccessOptions {
  const { from, command } = asked
  if (from !== undefined) requirePatterns(from)
  if (command !== undefined) requireValue("command", command)
  return {
    ...(from !== undefined && { from }),
    ...(command !== undefined && { command }),
    ...Object.fromEntries(flags.flatMap(([flag]) => (asked[flag] === true ? [[flag, true]] : []))),
  }
}

function requireValue(name: "from" | "command", value: string): void {
  if (value === "") throw invalidOption(name, `the option ${name} is empty`)
  if (value.length > longestOptionValue) {
    throw invalidOption(name, `the option ${name} has more than ${longestOptionValue} characters`)
  }
  if (!/^[\x20-\x7e]*$/.test(value)) throw invalidOption(name, `the option ${name} has other than ASCII characters`)
  if (/AAAA[\w+/]{20}/.test(value)) throw invalidOption(name, `the option ${name} holds a key`)
  try {
    formatOptions([{ name, value }])
  } catch (error) {
    throw error instanceof KeyError ? invalidOption(name, error.message) : error
  }
}

function requirePatterns(from: string): void {
  requireValue("from", from)
  const wrong = from.split(",").find((pattern) => !/^!?[\w.:*?-]+$/.test(pattern) && !isBlock(pattern))
  if (wrong === undefined) return
  throw invalidOption(
    "from",
    "the option from is a list of host patterns, addresses and CIDR blocks with commas between",
  )
}

/** Whether a pattern is a CIDR block, as far as its form goes: sshd turns everyone away who meets a broken one. */
function isBlock(pattern: string): boolean {
  const [, address = "", length = ""] = /^!?([\d.]+|[\dA-Fa-f:.]*:[\dA-Fa-f:.]*)\/(\d{1,3})$/.exec(pattern) ?? []
  return address !== "" && Number(length) <= (address.includes(":") ? 128 : 32)
}

function invalidOption(name: string, message: string): CoreError {
  return new CoreError("invalid", message, { fields: [{ path: `options.${name}`, message }] })
}
