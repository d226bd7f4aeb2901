import type { KeyHealth } from "@latchkey/core"
import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"

/** What is wrong with a key, or will be, as a filter is called. */
export const healthWords: Readonly<Record<KeyHealth, MessageDescriptor>> = {
  stopped: msg`Stopped by the key policy`,
  weak: msg`Weak`,
  expired: msg`Expired`,
  notice: msg`Expires within 14 days`,
  expiring: msg`Expires within 30 days`,
  unused: msg`Unused for 90 days`,
  disabled: msg`Disabled`,
}
