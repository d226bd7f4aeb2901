import type { Algorithms } from "./algorithms.ts"
import type { HostKey } from "./host-keys.ts"
import type { Machine } from "./machine.ts"

export interface SshdSettings {
  readonly machine: Pick<Machine, "user" | "isRoot" | "isPasswordLocked">
  readonly listen: { readonly host: string; readonly port: number }
  readonly hostKeys: readonly HostKey[]
  readonly algorithms: Algorithms
  /** `perSourceLimits`, or as many of them as this sshd knows. */
  readonly limits: readonly string[]
  readonly pidFile: string
  /** See `authorizedKeysCommand`. */
  readonly authorizedKeysCommand: string
}

/** More than ssh's own 6, because an agent offers all its keys in turn and each counts; less than a guesser would like. */
const maximumKeysOffered = 20

/**
 * So that one client, or one network of IPv6, cannot hold every place for those who have not signed in yet. Since
 * OpenSSH 8.5.
 */
export const perSourceLimits = ["PerSourceMaxStartups 20", "PerSourceNetBlockSize 32:64"] as const

/**
 * The whole sshd_config(5) of the gateway: public keys only, as one user, to one forced command, and nothing else. The
 * system's own configuration is not read.
 */
export function sshdConfig(settings: SshdSettings): string {
  const { machine, listen, algorithms } = settings
  const host = listen.host.includes(":") ? `[${listen.host}]` : listen.host
  return `# Written by Latchkey at each start: changes are lost.
ListenAddress ${host}:${listen.port}
PidFile ${quoted(settings.pidFile)}
LogLevel VERBOSE
${settings.hostKeys.map(({ path }) => `HostKey ${quoted(path)}`).join("\n")}
KexAlgorithms ${algorithms.keyExchanges.join(",")}
Ciphers ${algorithms.ciphers.join(",")}
MACs ${algorithms.macs.join(",")}
HostKeyAlgorithms ${algorithms.hostKeySignatures.join(",")}

# PubkeyAcceptedAlgorithms by the name that OpenSSH 8.2 knows too.
PubkeyAcceptedKeyTypes ${algorithms.signatures.join(",")}
AuthenticationMethods publickey
PubkeyAuthentication yes
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM ${machine.isPasswordLocked ? "yes" : "no"}
AllowUsers ${userPattern(machine.user)}
PermitRootLogin ${machine.isRoot ? "forced-commands-only" : "no"}
FingerprintHash sha256
AuthorizedKeysFile none
AuthorizedKeysCommand ${settings.authorizedKeysCommand}
AuthorizedKeysCommandUser ${quoted(machine.user)}
MaxAuthTries ${maximumKeysOffered}
${["MaxStartups 100", ...settings.limits].join("\n")}
LoginGraceTime 60
ClientAliveInterval 15
ClientAliveCountMax 3

DisableForwarding yes
PermitTunnel no
PermitTTY no
PermitUserRC no
PermitUserEnvironment no
AcceptEnv GIT_PROTOCOL
# A bash of this depth does not read .bashrc, which might print something.
SetEnv SHLVL=2
`
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`
}

/** A directory service may give names such as CORP\\alice or alice@corp, which AllowUsers would read as something else. */
function userPattern(user: string): string {
  return user.replace(/[^\w.-]/g, "?")
}
