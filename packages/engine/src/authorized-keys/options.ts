import { KeyError } from "../error.ts"
import { toPrintable } from "../printable.ts"
import { valueFaults } from "./option-values.ts"

/** An option in front of a key (sshd(8), AUTHORIZED_KEYS FILE FORMAT). */
export interface KeyOption {
  /** As it stands there; sshd does not tell upper from lower case. */
  readonly name: string
  /** Without quotes and without the backslashes before quotes; undefined for a flag. */
  readonly value?: string
}

/** What sshd makes of an option. */
interface OptionRow {
  /** `flag` is on alone, `switch` also with `no-` in front, `value` has a quoted value. */
  readonly form: "flag" | "switch" | "value"
  /** Whether a second one makes sshd ignore the line. */
  readonly isSingle?: true
  /** The option without which sshd ignores the line. */
  readonly needs?: string
}

/** THE TABLE of options, as OpenSSH 10 knows them (sshd(8)); names in lower case. */
const options: Readonly<Record<string, OptionRow>> = {
  "agent-forwarding": { form: "switch" },
  "cert-authority": { form: "flag" },
  command: { form: "value", isSingle: true },
  environment: { form: "value" },
  "expiry-time": { form: "value" },
  from: { form: "value", isSingle: true },
  permitlisten: { form: "value" },
  permitopen: { form: "value" },
  "port-forwarding": { form: "switch" },
  principals: { form: "value", isSingle: true, needs: "cert-authority" },
  pty: { form: "switch" },
  restrict: { form: "flag" },
  "touch-required": { form: "switch" },
  tunnel: { form: "value" },
  "user-rc": { form: "switch" },
  "verify-required": { form: "switch" },
  "x11-forwarding": { form: "switch" },
}

/** Where the options at the start of `line` end: at the first space or tab that is not inside quotes, or at its end. */
export function optionsEnd(line: string): number {
  let isQuoted = false
  for (let index = 0; index < line.length; index++) {
    const character = line[index]
    if (character === "\\" && line[index + 1] === '"') index++
    else if (character === '"') isQuoted = !isQuoted
    else if (!isQuoted && (character === " " || character === "\t")) return index
  }
  return line.length
}

/**
 * Reads options separated by commas. A value stands in quotes; `\"` inside is a quote, any other backslash is itself.
 * Options that sshd does not know are read like all others.
 *
 * Throws `format_invalid` for a value without quotes or without their end, and for text behind them.
 */
export function parseOptions(text: string): readonly KeyOption[] {
  const found: KeyOption[] = []
  const pattern = /([^=,"\s]+)(?:="((?:\\"|[^"\\]|\\(?!"))*)")?(?:,|$)/y
  while (pattern.lastIndex < text.length) {
    const place = pattern.lastIndex
    const match = pattern.exec(text)
    if (match === null) throw optionError(text.slice(place))
    const [, name = "", value] = match
    found.push(value === undefined ? { name } : { name, value: value.replaceAll('\\"', '"') })
  }
  return found
}

/**
 * The options as they stand in front of a key; empty for none.
 *
 * Throws `format_invalid` for what no line can hold: names with other characters than letters, digits and `-_.@`, and
 * values with a line end, a NUL, or a backslash at their end.
 */
export function formatOptions(list: readonly KeyOption[]): string {
  return list
    .map(({ name, value }) => {
      if (!/^[\w@.-]+$/.test(name)) throw valueError(name, "is not a name of an option")
      if (value === undefined) return name
      if (/[\r\n\0]/.test(value)) throw valueError(name, "has a line end or NUL in its value")
      if (value.endsWith("\\"))
        throw valueError(name, "has a value that ends in a backslash, which would hide the quote")
      return `${name}="${value.replaceAll('"', '\\"')}"`
    })
    .join(",")
}

/** Whether sshd knows an option of this name, with or without a value. */
export function isKnownOption(name: string): boolean {
  return rowOf(name) !== undefined
}

/** Why sshd ignores a line with these options, in words for people; empty when it does not. */
export function optionWarnings(list: readonly KeyOption[]): readonly string[] {
  return list.flatMap(({ name, value }, index) => {
    const shown = `the option ${toPrintable(name.slice(0, 64))}`
    const row = rowOf(name)
    if (row === undefined) return [`sshd does not know ${shown} and ignores this line`]
    if (row.form === "value" && value === undefined) return [`${shown} has no value, so sshd ignores this line`]
    if (row.form !== "value" && value !== undefined) return [`${shown} has a value, so sshd ignores this line`]
    const fault = value === undefined ? undefined : valueFaults[name.toLowerCase()]?.(value)
    if (fault !== undefined) return [`the value of ${shown} ${fault}, so sshd ignores this line`]
    if (row.needs !== undefined && !list.some((other) => other.name.toLowerCase() === row.needs)) {
      return [`${shown} is of use with ${row.needs} only, so sshd ignores this line`]
    }
    const isRepeated = list.slice(0, index).some((other) => other.name.toLowerCase() === name.toLowerCase())
    return row.isSingle && isRepeated ? [`${shown} stands there twice, so sshd ignores this line`] : []
  })
}

function rowOf(name: string): OptionRow | undefined {
  const lower = name.toLowerCase()
  if (Object.hasOwn(options, lower)) return options[lower]
  const positive = lower.replace(/^no-/, "")
  const row = Object.hasOwn(options, positive) ? options[positive] : undefined
  return row?.form === "switch" ? row : undefined
}

function optionError(rest: string): KeyError {
  const name = toPrintable((/^[^=,"\s]*/.exec(rest)?.[0] ?? "").slice(0, 64))
  if (name === "") return new KeyError("format_invalid", "an option in front of the key has no name")
  return new KeyError("format_invalid", `the value of the option ${name} is not in quotes`, {
    hint: `write it as ${name}="VALUE", with a backslash before each quote inside`,
  })
}

function valueError(name: string, fault: string): KeyError {
  return new KeyError("format_invalid", `the option ${toPrintable(name.slice(0, 64))} ${fault}`)
}
