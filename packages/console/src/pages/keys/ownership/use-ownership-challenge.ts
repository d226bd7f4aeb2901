import { type OwnershipChallenge, routes } from "@latchkey/contract"
import { useCallback, useEffect, useState } from "react"
import { api } from "../../../api.ts"

/** A challenge for a key, asked for when the page comes to it; `renew` asks for another one. */
export function useOwnershipChallenge(publicKey: string, holder: { readonly account?: string }) {
  const { account } = holder
  const [challenge, setChallenge] = useState<OwnershipChallenge>()
  const [failure, setFailure] = useState<unknown>()
  const renew = useCallback(async () => {
    setFailure(undefined)
    try {
      const body = { publicKey, ...(account !== undefined && { account }) }
      setChallenge(await api.call(routes.challengeOwnership, { body }))
    } catch (error) {
      setFailure(error)
    }
  }, [publicKey, account])
  useEffect(() => void renew(), [renew])
  return { challenge, failure, renew }
}
