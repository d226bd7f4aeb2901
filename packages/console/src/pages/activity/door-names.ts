import type { AuditEvent } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"

/** What people call the ways in. */
export function useDoorNames(): Readonly<Record<AuditEvent["door"], string>> {
  const { t } = useLingui()
  return {
    console: t`Console`,
    http: t`API`,
    openstack: t`OpenStack`,
    ssh: t`SSH`,
    host: t`Managed server`,
    daemon: t`This machine`,
  }
}
