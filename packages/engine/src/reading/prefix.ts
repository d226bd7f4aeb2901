import { isKnownOption } from "../authorized-keys/options.ts"
import { KeyError } from "../error.ts"
import type { RepairCode } from "../inspection.ts"
import { readOptions } from "./key-start.ts"

/** What stood before a key on its line. */
export interface Prefix {
  readonly repairs: readonly RepairCode[]
  /** authorized_keys options, verbatim. */
  readonly options?: string
  /** The character that ends the quotation which the key stands in. */
  readonly closingQuote?: string
  /** Why a key behind such a prefix is not taken. */
  readonly error?: KeyError
}

const CLOSING: Readonly<Record<string, string>> = { "“": "”", "‘": "’", "«": "»" }

/** Quotes and emphasis at the end of a prefix. The lookbehind lets only the first of a run begin, which keeps it linear. */
const CLOSING_RUN = /(?<!["'`“‘«*])["'`“‘«*]+$/

/** Judges the text before a key: options, host names, quotes, prompts or anything else. */
export function readPrefix(prefix: string): Prefix {
  const trimmed = prefix.trim()
  if (trimmed === "") return { repairs: prefix === "" ? [] : ["spaces_removed"] }
  if (isKnownHosts(trimmed)) return { repairs: [], error: knownHostsError() }
  const options = readOptions(trimmed)
  if (options?.some(({ name, value }) => isKnownOption(name) || value !== undefined)) {
    if (options.some(({ name }) => name.toLowerCase() === "cert-authority"))
      return { repairs: [], error: authorityError() }
    return { repairs: [], options: trimmed }
  }
  const unmarked = trimmed.replace(/^(?:[>|]\s*)+/, "")
  const repairs: RepairCode[] = unmarked === trimmed ? [] : ["quote_marks_removed"]
  const quote = /["'`“‘«]$/.exec(unmarked)?.[0]
  const rest = unmarked.replace(CLOSING_RUN, "").trim()
  if (quote !== undefined) repairs.push(quote === "`" ? "markdown_removed" : "quotes_removed")
  if (isPrompt(rest)) repairs.push("prompt_removed")
  else if (rest !== "") {
    const inner: Prefix = rest === trimmed ? { repairs: [] } : readPrefix(rest)
    if (inner.options !== undefined || inner.error !== undefined)
      return { ...inner, repairs: [...repairs, ...inner.repairs] }
    repairs.push("prefix_removed")
  }
  return { repairs, ...(quote === undefined ? {} : { closingQuote: CLOSING[quote] ?? quote }) }
}

/** A shell's prompt, with or without a command: `$ cat`, `alice@web:~$`, `C:\>`, `PS C:\>`. */
export function isPrompt(text: string): boolean {
  const isWindows = /^(?:PS )?[A-Za-z]:\\[^>]{0,200}>/.test(text)
  return isWindows || /^(?:\[?[\w.-]+@[\w.-]+[^$#%>]{0,80}|[~/][\w/.-]{0,80} ?)?[$#%❯>](?:\s.*)?$/.test(text)
}

/** Host names as ssh-keyscan and known_hosts write them (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
function isKnownHosts(prefix: string): boolean {
  if (/^@(?:cert-authority|revoked)\s/.test(prefix) || /^\|1\|[^|\s]+\|\S+$/.test(prefix)) return true
  const isHostList = /^(?:[!*?\w.-]+|\[[\w.:%-]+\](?::\d+)?|[\da-fA-F]*:[\da-fA-F:.]+)(?:,[^\s,"=]+)*$/.test(prefix)
  const namesHost = /[.*?[,]|^localhost$|^[\da-fA-F]*:[\da-fA-F:]*:[\da-fA-F]/.test(prefix)
  return isHostList && namesHost && !/^\d+[.)]$/.test(prefix) && !isKnownOption(/^[^=,]*/.exec(prefix)?.[0] ?? "")
}

function knownHostsError(): KeyError {
  return new KeyError("type_unsupported", "this is a line of known_hosts: the key of a machine, not of a person", {
    hint: "import the .pub file of your own key",
  })
}

function authorityError(): KeyError {
  return new KeyError("type_unsupported", "this line trusts a certificate authority; it is not a person's key", {
    hint: "leave cert-authority lines in authorized_keys or TrustedUserCAKeys on the machine",
  })
}
