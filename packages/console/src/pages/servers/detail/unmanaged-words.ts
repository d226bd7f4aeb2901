import type { Server } from "@latchkey/contract"
import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"

export type UnmanagedReason = Server["unmanaged"][number]["reason"]

/** Why Latchkey's keys have no effect for a login user, after a colon. */
export const unmanagedWords: Readonly<Record<UnmanagedReason, MessageDescriptor>> = {
  missing: msg`the server has no such login user`,
  "other-command": msg`sshd there asks another program for this user’s keys`,
  "match-block": msg`sshd there has rules of its own for this user`,
  "unsafe-files": msg`others could change this user’s key files`,
  failed: msg`the server could not put them in effect`,
}
