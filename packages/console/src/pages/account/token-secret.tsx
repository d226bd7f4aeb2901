import type { NewToken } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { lazy, Suspense } from "react"
import { withOpenstackWords } from "../../i18n.ts"
import { ShownOnce } from "../../ui/shown-once.tsx"
import { SkeletonRows } from "../../ui/skeleton-rows.tsx"

// Where it cannot be loaded the secret has to stay in sight.
const TokenFiles = lazy(() =>
  withOpenstackWords(() => import("./openstack/token-files.tsx")).catch(() => ({ default: () => null })),
)

/** A new token's secret, and files for OpenStack's tools with it. */
export function TokenSecret({ created, onDone }: { created: NewToken; onDone: () => void }) {
  const { t } = useLingui()
  return (
    <ShownOnce
      secret={created.secret}
      copyLabel={t`Copy token`}
      announcement={t`Token copied`}
      copyFirst={t`Copy the token or download a file first`}
      before={<Trans>Copy your token now. It is not shown again.</Trans>}
      otherWays={(onKept) => (
        <Suspense fallback={<SkeletonRows rows={3} height={60} />}>
          <TokenFiles created={created} onKept={onKept} />
        </Suspense>
      )}
      onDone={onDone}
    />
  )
}
