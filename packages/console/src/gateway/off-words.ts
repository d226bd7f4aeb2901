import type { GatewayOff, GatewayOffReason } from "@latchkey/contract"
import { i18n } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { type Failure, isDaemonsLanguage, sentence } from "../failure.ts"
import type { Words } from "../failure-words.ts"

/** Why the SSH gateway is off, as the end of a sentence that says so, and what to do about it. */
const gatewayOffWords: Readonly<Record<GatewayOffReason, Words>> = {
  switched_off: {
    message: msg`the settings of this Latchkey say so`,
    hint: msg`Set LATCHKEY_SSH_LISTEN to an address and port, as 127.0.0.1:2222.`,
  },
  starting: { message: msg`it is being started`, hint: msg`Wait a moment.` },
  sshd_missing: { message: msg`sshd is not installed`, hint: msg`Install the Debian package openssh-server.` },
  ssh_missing: { message: msg`ssh is not installed`, hint: msg`Install the Debian package openssh-client.` },
  ssh_keygen_missing: {
    message: msg`ssh-keygen is not installed`,
    hint: msg`Install the Debian package openssh-client.`,
  },
  curl_missing: { message: msg`curl is not installed`, hint: msg`Install the Debian package curl.` },
  curl_untrusted: {
    message: msg`sshd does not run curl, because others than root can change it or a folder above it`,
    hint: msg`Make it and every folder above it belong to root, and writable by nobody else.`,
  },
  user_unnamed: {
    message: msg`the user that Latchkey runs as has no name on this system`,
    hint: msg`Run it as a user that /etc/passwd lists.`,
  },
  shell_unusable: {
    message: msg`the login shell of the user that Latchkey runs as runs no commands`,
    hint: msg`Give it one that does, as /bin/sh, with usermod --shell.`,
  },
  openssh_too_old: {
    message: msg`this OpenSSH has no algorithm that Latchkey trusts`,
    hint: msg`Install OpenSSH 8.2 or newer.`,
  },
  data_folder_unusable: {
    message: msg`what it needs cannot be made in the data folder`,
    hint: msg`See that Latchkey may write there and that its path is short and plain.`,
  },
  host_key_unreadable: { message: msg`a host key cannot be read`, hint: msg`Put it back from a backup.` },
  configuration_refused: {
    message: msg`sshd refuses its configuration`,
    hint: msg`The log of Latchkey says why.`,
  },
  address_unavailable: {
    message: msg`sshd cannot listen on its address and port`,
    hint: msg`Stop what uses them, or set LATCHKEY_SSH_LISTEN to others.`,
  },
  sshd_ended: {
    message: msg`sshd has ended`,
    hint: msg`Latchkey goes on trying. With LATCHKEY_LOG=debug its log has all that sshd says.`,
  },
  unexpected: { message: msg`it could not be started`, hint: msg`The log of Latchkey says why.` },
}

/** Why the SSH gateway is off, as the end of a sentence that says so; then what to do. */
export function describeGatewayOff({ reason, message, hint }: GatewayOff): Required<Omit<Failure, "requestId">> {
  if (isDaemonsLanguage()) return { message, hint: hint === undefined ? "" : sentence(hint) }
  const words = gatewayOffWords[reason]
  return { message: i18n._(words.message), hint: i18n._(words.hint) }
}
