import { type KeyPolicyState, routes } from "@latchkey/contract"
import { defaultKeyPolicy, type KeyPolicy } from "@latchkey/core"
import { type QueryClient, useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import { apiQuery } from "./api.ts"

export const keyPolicyQuery = apiQuery(routes.showKeyPolicy, {})

/** The API's form of a policy as the rules of core take it. */
function toKeyPolicy({ maximumLifetimeDays, ...policy }: KeyPolicyState["policy"]): KeyPolicy {
  return { ...policy, ...(maximumLifetimeDays !== null && { maximumLifetimeDays }) }
}

/** What is demanded of keys here; until the daemon has said it, what a new installation demands. */
export function useKeyPolicy(): KeyPolicy {
  const { data } = useQuery(keyPolicyQuery)
  return useMemo(() => (data === undefined ? defaultKeyPolicy : toKeyPolicy(data.policy)), [data])
}

/** The same for what happens outside of drawing a page. */
export async function knownKeyPolicy(queryClient: QueryClient): Promise<KeyPolicy> {
  const state = await queryClient.ensureQueryData(keyPolicyQuery).catch(() => undefined)
  return state === undefined ? defaultKeyPolicy : toKeyPolicy(state.policy)
}
