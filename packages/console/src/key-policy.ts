import { type KeyPolicyState, routes } from "@latchkey/contract"
import { defaultKeyPolicy, type KeyPolicy } from "@latchkey/core"
import { useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import { apiQuery } from "./api.ts"

export const keyPolicyQuery = apiQuery(routes.showKeyPolicy, {})

/** The API's form of a policy as the rules of core take it. */
export function toKeyPolicy({ maximumLifetimeDays, ...policy }: KeyPolicyState["policy"]): KeyPolicy {
  return { ...policy, ...(maximumLifetimeDays !== null && { maximumLifetimeDays }) }
}

/** What is demanded of keys here; until the daemon has said it, what a new installation demands. */
export function useKeyPolicy(): KeyPolicy {
  const { data } = useQuery(keyPolicyQuery)
  return useMemo(() => (data === undefined ? defaultKeyPolicy : toKeyPolicy(data.policy)), [data])
}
