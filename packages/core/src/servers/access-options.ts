import { formatOptions, KeyError, type KeyOption } from "@latchkey/engine"
import { CoreError } from "../error.ts"
import { isAddressBlock } from "./address-block.ts"

/** What an access holds its keys to, as options of authorized_keys (sshd(8)). What is absent or false is not restricted. */
export interface AccessOptions {
  /** Where from: patterns and CIDR blocks separated by commas, a `!` in front of what is excepted (ssh_config(5), PATTERNS). */
  readonly from?: string | undefined
  /** What runs, whatever was asked for. */
  readonly command?: string | undefined
  /** Everything that can be forbidden is. */
  readonly restrict?: boolean | undefined
  readonly noPty?: boolean | undefined
  readonly noPortForwarding?: boolean | undefined
  readonly noAgentForwarding?: boolean | undefined
  readonly noX11Forwarding?: boolean | undefined
}

/** Of `from` and of `command`, in characters. */
export const longestOptionValue = 1000

/** The flags, by their names in authorized_keys. */
export const optionFlags = [
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
    ...optionFlags.flatMap(([flag, name]) => (options[flag] === true ? [{ name }] : [])),
  ]
}

/**
 * Options as somebody asked for them. Values are printable ASCII, since nothing else stands in a bundle, and hold no key,
 * by which a line is found.
 *
 * @param at where they stand in the request's body, for errors
 * @throws CoreError `invalid`
 */
export function parseAccessOptions(asked: AccessOptions, at = ""): AccessOptions {
  const { from, command } = asked
  const fault = (from !== undefined && faultOfPatterns(from)) || (command !== undefined && faultOf("command", command))
  if (fault) throw new CoreError("invalid", fault, { fields: [{ path: `${at}options`, message: fault }] })
  return {
    ...(from !== undefined && { from }),
    ...(command !== undefined && { command }),
    ...Object.fromEntries(optionFlags.flatMap(([flag]) => (asked[flag] === true ? [[flag, true]] : []))),
  }
}

function faultOf(name: "from" | "command", value: string): string | undefined {
  if (value === "") return `the option ${name} is empty`
  if (value.length > longestOptionValue) return `the option ${name} has more than ${longestOptionValue} characters`
  if (!/^[\x20-\x7e]*$/.test(value)) return `the option ${name} has other than ASCII characters`
  if (/AAAA[\w+/]{20}/.test(value)) return `the option ${name} holds a key`
  try {
    formatOptions([{ name, value }])
    return undefined
  } catch (error) {
    if (error instanceof KeyError) return error.message
    throw error
  }
}

function faultOfPatterns(from: string): string | undefined {
  const isPattern = (pattern: string) => /^!?[\w.:*?-]+$/.test(pattern) || isAddressBlock(pattern.replace(/^!/, ""))
  if (from.split(",").every(isPattern)) return faultOf("from", from)
  return faultOf("from", from) ?? "the option from is host patterns, addresses and CIDR blocks with commas between them"
}
