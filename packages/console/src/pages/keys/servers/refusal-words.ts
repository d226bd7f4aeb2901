import type { KeyLoginReportPage } from "@latchkey/contract"
import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"

type Reason = NonNullable<KeyLoginReportPage["items"][number]["reason"]>

/** Why Latchkey had a server not let a key in, as far as it is to blame; in the past, since it may be different now. */
export const refusalWords: Record<Reason, MessageDescriptor> = {
  unknown: msg`Latchkey did not know the key`,
  disabled: msg`the key was disabled`,
  expired: msg`the key had expired`,
  stopped: msg`the key policy had stopped it`,
  "account-disabled": msg`its owner’s account was disabled`,
  "not-for-this-user": msg`it did not open this login user`,
  "not-on-this-server": msg`it did not open this server`,
  removed: msg`it had been removed from this server`,
  "changed-since": msg`what it opens was changed about then, or since`,
}
