import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"

/** What each path is for that connecting leaves on a server, in words for people; the paths are those of packages/host/files.txt. */
export const changeWords: Readonly<Record<string, MessageDescriptor>> = {
  "/usr/local/sbin/latchkey-enrol": msg`takes all of this back with --undo, without a network`,
  "/usr/local/lib/latchkey/latchkey-sync": msg`the service: asks Latchkey for this server’s keys, checks their signature, puts them in effect`,
  "/usr/local/lib/latchkey/latchkey-keys": msg`what sshd runs at a login: finds the offered key in a file, also while Latchkey is down`,
  "/usr/local/lib/latchkey/latchkey-manage": msg`puts the login users whom Latchkey’s keys name under Latchkey, once it has copied the keys that they have`,
  "/usr/local/lib/latchkey/latchkey-found": msg`prints the keys that authorized_keys files let in`,
  "/usr/local/lib/latchkey/latchkey-watch": msg`reads sshd’s log: tells Latchkey who logged in, who was refused and which sessions are open`,
  "/usr/local/lib/latchkey/latchkey-check": msg`tells Latchkey which keys authorized_keys files let in, and whether sshd’s settings were changed`,
  "/usr/local/lib/latchkey/latchkey-update": msg`puts newer scripts in place once they are signed and tried out, and gets a new token`,
  "/usr/local/sbin/latchkey-unlock": msg`lets a key in by letters from Latchkey, for whoever is at this server and cannot log in`,
  "/usr/local/lib/latchkey/files.txt": msg`this table`,
  "/etc/ssh/sshd_config.d/00-latchkey.conf": msg`tells sshd to ask latchkey-keys, checked with sshd -t before sshd reloads`,
  "/etc/ssh/sshd_config": msg`gets one Include line at its top, only where it does not read the file above yet`,
  "/etc/systemd/system/latchkey-sync.service": msg`starts the service, where systemd runs`,
  "/etc/init.d/latchkey-sync": msg`starts the service, where OpenRC runs`,
  "/etc/inittab": msg`gets one line that starts the service, where neither systemd nor OpenRC runs`,
  "/etc/latchkey/server": msg`Latchkey’s address and this server’s id`,
  "/etc/latchkey/signers": msg`the key that signs this server’s keys`,
  "/etc/latchkey/token": msg`what this server shows when it asks`,
  "/var/lib/latchkey": msg`the keys of each login user, the keys that were there before, and what --undo needs`,
}
