import { Trans, useLingui } from "@lingui/react/macro"
import { ShownOnce } from "../../ui/shown-once.tsx"

/** A new token's secret. */
export function TokenSecret({ secret, onDone }: { secret: string; onDone: () => void }) {
  const { t } = useLingui()
  return (
    <ShownOnce
      secret={secret}
      copyLabel={t`Copy token`}
      announcement={t`Token copied`}
      copyFirst={t`Copy the token first`}
      before={<Trans>Copy your token now. It is not shown again.</Trans>}
      onDone={onDone}
    />
  )
}
