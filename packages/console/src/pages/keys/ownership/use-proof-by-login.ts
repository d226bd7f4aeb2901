import { type OwnershipResult, routes } from "@latchkey/contract"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { apiQuery } from "../../../api.ts"
import { useHolder } from "../holder.tsx"

/** What a login at the gateway has proved of a key since the page began to look; undefined until then. */
export function useProofByLogin(fingerprint: string): OwnershipResult | undefined {
  const { query } = useHolder()
  const [before, setBefore] = useState<string | null>()
  const keys = useQuery(apiQuery(routes.listKeys, { query: { ...query, search: fingerprint, limit: 1 } }))
  const claims = useQuery(apiQuery(routes.listKeyClaims, { query }))
  const [key] = keys.data?.items ?? []
  if (before === undefined && keys.data !== undefined) setBefore(key?.verifiedAt ?? null)
  if (before !== undefined && key?.verifiedAt != null && key.verifiedAt !== before) return { outcome: "verified", key }
  const claim = claims.data?.items.find(
    (each) => each.fingerprint === fingerprint && each.side === "claimant" && each.state === "waiting",
  )
  return claim === undefined ? undefined : { outcome: "waiting", claim }
}
