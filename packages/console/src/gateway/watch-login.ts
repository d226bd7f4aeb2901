import { routes, type SshKey } from "@latchkey/contract"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { apiQuery } from "../api.ts"

/** A login that was seen: which key, when, and from where. */
export type SeenLogin = { readonly name: string; readonly at: string; readonly from: string | undefined }

function lastLogin(keys: readonly SshKey[]): SeenLogin | undefined {
  const [key] = keys
  return key?.lastUse.state === "used" ? { name: key.name, at: key.lastUse.at, from: key.lastUse.from } : undefined
}

/**
 * The first login with one of an account's keys, one's own or a robot's, after the page began to watch; the browser's
 * clock plays no part.
 *
 * @param anyTime a login from before counts too
 */
export function useWatchedLogin(holder: { readonly account?: string }, anyTime: boolean): SeenLogin | undefined {
  const [before, setBefore] = useState(anyTime ? "" : undefined)
  const [seen, setSeen] = useState<SeenLogin>()
  const { data } = useQuery({
    ...apiQuery(routes.listKeys, { query: { ...holder, sort: "last-used", order: "descending", limit: 1 } }),
    staleTime: 0,
  })
  if (data !== undefined && seen === undefined) {
    const latest = lastLogin(data.items)
    if (before === undefined) setBefore(latest?.at ?? "")
    else if (latest !== undefined && latest.at > before) setSeen(latest)
  }
  return seen
}
