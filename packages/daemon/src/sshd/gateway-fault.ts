import type { GatewayOff, GatewayOffReason } from "@latchkey/contract"
import { CoreError } from "@latchkey/core"

/** Why the gateway is off, and what to do. */
export type Failure = Omit<GatewayOff, "state">

/** A failure that ends a start of the gateway: `unavailable`. */
export class GatewayFault extends CoreError {
  readonly reason: GatewayOffReason

  constructor(reason: GatewayOffReason, message: string, hint: string) {
    super("unavailable", message, { hint })
    this.reason = reason
  }
}
