import { routes } from "@latchkey/contract"
import { useQuery } from "@tanstack/react-query"
import { lazy, Suspense, useState } from "react"
import { apiQuery } from "../../../api.ts"
import { withOpenstackWords } from "../../../i18n.ts"

// Of no use to most: those who have none.
const CertificatesCard = lazy(() => withOpenstackWords(() => import("./certificates-card.tsx")))

/** The certificates that OpenStack's tools keep as key pairs, where there are any. */
export function Certificates() {
  const { data, error, refetch } = useQuery(apiQuery(routes.listX509KeyPairs, {}))
  const [wanted, setWanted] = useState(false)
  // From then on the card stays: that the last one was deleted is said in its dialog.
  if (!wanted && (error !== null || (data !== undefined && data.items.length > 0))) setWanted(true)
  if (!wanted) return null
  return (
    <Suspense>
      <CertificatesCard certificates={data?.items} error={error} onRetry={refetch} />
    </Suspense>
  )
}
