import { useEffect, useRef } from "react"
import { useAccount } from "../api.ts"

/** Starts the page anew when another account was signed in to from another tab: nothing of the first one may stay. */
export function useSameAccount(): void {
  const { id } = useAccount()
  const first = useRef(id)
  useEffect(() => {
    if (id !== first.current) location.reload()
  }, [id])
}
