import { routes } from "@latchkey/contract"
import { useQuery } from "@tanstack/react-query"
import { lazy, Suspense, useState } from "react"
import { apiQuery } from "../../../api.ts"
import { useHolder } from "../holder.tsx"

// Of no use to most: those whose keys nobody claims.
const ClaimNotices = lazy(() => import("./claim-notices.tsx"))

/** The notices about claims, loaded when there is a claim; of one key alone with `fingerprint`. */
export function Claims(props: { fingerprint?: string }) {
  const { query } = useHolder()
  const { data } = useQuery(apiQuery(routes.listKeyClaims, { query }))
  const [wanted, setWanted] = useState(false)
  // From then on they stay: a proof that settles the last claim is said in their dialog.
  if (!wanted && data !== undefined && data.items.length > 0) setWanted(true)
  if (!wanted) return null
  return (
    <Suspense>
      <ClaimNotices {...props} />
    </Suspense>
  )
}
