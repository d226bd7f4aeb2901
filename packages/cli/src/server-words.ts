import type { Access, FoundKey, Server, ServerKeyList } from "@latchkey/contract"
import { type Instant, keyOptionsOf } from "@latchkey/core"
import { formatOptions } from "@latchkey/engine"
import { timeWords, typeWords } from "./key-words.ts"
import { table } from "./table.ts"

/** `waiting for its command`, `host keys to confirm`, `connected` */
export function stateWords({ state }: Pick<Server, "state">): string {
  switch (state) {
    case "waiting":
      return "waiting for its command"
    case "unconfirmed":
      return "host keys to confirm"
    case "connected":
      return "connected"
  }
}

/** Whose keys an access is for: `the key laptop of bob`, `all keys of bob`, `all keys of all members` */
export function subjectWords({ subject }: Pick<Access, "subject">): string {
  switch (subject.kind) {
    case "key":
      return `the key ${subject.key.name} of ${subject.owner.handle}`
    case "account":
      return `all keys of ${subject.account.handle}`
    case "project":
      return "all keys of all members"
  }
}

/** As they would stand in authorized_keys: `from="10.0.0.0/8",no-pty`. */
export function optionWords({ options }: Pick<Access, "options">): string {
  return formatOptions(keyOptionsOf(options))
}

const reasonWords = {
  missing: "no such user there",
  "other-command": "sshd asks another program there",
  "match-block": "sshd has a rule of its own for this user",
  "unsafe-files": "others could change this user's files",
  failed: "the server could not",
} as const

/** `in effect, yesterday`, `not yet in effect`, `no effect: no such user there` */
export function effectWords(
  { state, since, reason }: Pick<ServerKeyList["items"][number], "state" | "since" | "reason">,
  now: Instant,
): string {
  if (reason !== null) return `no effect: ${reasonWords[reason]}`
  return state === "in-effect" ? `in effect, ${timeWords(since, now)}` : "not yet in effect"
}

/** `opens as before`, `opens in an emergency too`, `dropped, not yet in effect` */
export function foundWords({ decision, decisionInEffect }: Pick<FoundKey, "decision" | "decisionInEffect">): string {
  const words = { undecided: "opens as before", "break-glass": "opens in an emergency too", dropped: "dropped" }
  return decisionInEffect ? words[decision] : `${words[decision]}, not yet in effect`
}

/** Host keys, to be compared with what the machine itself shows: fingerprints in full. */
export function hostKeyTable({ hostKeys }: Pick<Server, "hostKeys">): string {
  return table(
    ["HOST KEY", "FINGERPRINT"],
    hostKeys.map((key) => [typeWords(key), key.fingerprint]),
  )
}

/** Lines of known_hosts (sshd(8)), for an address or another name that ssh is to look them up by. */
export function knownHostsLines({ hostKeys }: Pick<Server, "hostKeys">, name: string): readonly string[] {
  return hostKeys.map(({ publicKey }) => `${name} ${publicKey}`)
}
