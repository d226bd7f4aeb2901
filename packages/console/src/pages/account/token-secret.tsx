import type { NewToken } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { ShownOnce } from "../../ui/shown-once.tsx"
import { TokenFiles } from "./openstack/token-files.tsx"

/** A new token's secret, and files for OpenStack's tools with it. */
export function TokenSecret({ created, onDone }: { created: NewToken; onDone: () => void }) {
  const { t } = useLingui()
  return (
    <ShownOnce
      secret={created.secret}
      copyLabel={t`Copy token`}
      announcement={t`Token copied`}
      copyFirst={t`Copy the token first`}
      before={<Trans>Copy your token now. It is not shown again.</Trans>}
      otherWays={(onKept) => <TokenFiles created={created} onKept={onKept} />}
      onDone={onDone}
    />
  )
}
