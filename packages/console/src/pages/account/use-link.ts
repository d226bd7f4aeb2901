import { routes } from "@latchkey/contract"
import { useQuery } from "@tanstack/react-query"
import { useLocation, useNavigate } from "@tanstack/react-router"
import { useEffect, useState } from "react"
import { api, oneTimeLinkQuery } from "../../api.ts"

/**
 * The secret of the one-time link that this page was opened with, and what the link is for. It stays out of the address.
 * `kept` is the secret that was there before somebody went to sign in.
 */
export function useLink(kept = "") {
  const navigate = useNavigate()
  const { hash } = useLocation()
  const [secret, setSecret] = useState(hash === "" ? kept : hash)

  useEffect(() => {
    if (hash === "") return
    // A link opened where this page already stands changes the fragment and mounts nothing anew.
    setSecret(hash)
    // The secret works for whoever sees it: it leaves the address bar and the history.
    void navigate({ to: ".", hash: "", replace: true })
  }, [hash, navigate])

  const look = useQuery({
    queryKey: [oneTimeLinkQuery, secret],
    queryFn: ({ signal }) => api.call(routes.lookAtLink, { body: { secret } }, signal),
    enabled: secret !== "",
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  return { secret, look }
}
