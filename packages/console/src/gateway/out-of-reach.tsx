import { Trans } from "@lingui/react/macro"

/** Says that the gateway is on, but not for whoever reads this, and what to do. */
export function OutOfReach() {
  return (
    <Trans>
      The SSH gateway is reached from the machine that Latchkey runs on, and from no other. Set{" "}
      <code>LATCHKEY_SSH_LISTEN</code> to an address that others reach, as 0.0.0.0:2222.
    </Trans>
  )
}
