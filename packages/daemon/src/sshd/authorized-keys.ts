import { authorizedKeysLine, type SshKey } from "@latchkey/core"

/** How the programs that sshd starts reach the daemon. */
export interface Line {
  readonly curl: string
  /** Only letters, digits and `/._-`, so that no shell and no configuration reads it as anything else. */
  readonly socketPath: string
}

/** Seconds. sshd waits that long for an answer at most; then the key is refused. */
const answerLimit = 10

/** curl without its own configuration file and without proxies. The only `*` is within quotes of either kind. */
function curlArguments({ curl, socketPath }: Line): string {
  return `${curl} -q -s -f -m ${answerLimit} --noproxy "*" --unix-socket ${socketPath}`
}

/** The AuthorizedKeysCommand of sshd_config(5): asks for the one line of the key that is offered (%f). */
export function authorizedKeysCommand(line: Line): string {
  return `${curlArguments(line)} http://latchkey/authorized-keys/%f`
}

/**
 * The authorized_keys(5) line that lets a key in: nothing but the forced command, and nothing in it that a person wrote.
 */
export function gatewayLine(line: Line, key: SshKey): string {
  return `restrict,command="${forcedCommand(line, key).replaceAll('"', '\\"')}" ${authorizedKeysLine(key)}`
}

/**
 * Asks the daemon what to tell whoever has signed in. Its answer is an exit status, a space and a text: to standard
 * output with status 0, else to standard error.
 *
 * The user's shell may be any (csh, fish, zsh), so all it is given to read is `exec`, plain words and a text in single
 * quotes without `!`; sh does the rest.
 */
function forcedCommand(line: Line, key: SshKey): string {
  const ask = `${curlArguments(line)} -H "ssh-connection: $SSH_CONNECTION" --data-raw "$SSH_ORIGINAL_COMMAND"`
  const script = [
    `answer=$(${ask} http://latchkey/login/${key.id}) || answer="7 latchkey: error: Latchkey does not answer"`,
    `status="\${answer%% *}"`,
    `[ "$status" = 0 ] || exec >&2`,
    `printf "%s\\n" "\${answer#* }"`,
    `exit "$status"`,
  ]
  return `exec /bin/sh -c '${script.join("; ")}'`
}
