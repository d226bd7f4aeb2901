import type { GatewayOff } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { describeGatewayOff } from "./off-words.ts"

/** Says that the gateway is off, why, and what to do. */
export function WhyOff({ gateway }: { gateway: GatewayOff }) {
  const { t } = useLingui()
  const { message, hint } = describeGatewayOff(gateway)
  return t`The SSH gateway is off: ${message}. ${hint}`
}
