import type { Enrolment } from "@latchkey/contract"
import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query"

/** A command that this window has, and when it came, in milliseconds since 1970. */
export type KeptEnrolment = Enrolment & { readonly madeAt: number }

const keyOf = (serverId: string) => ["enrolments", serverId]

/** Keeps a command that the daemon shows once, in this window alone, for the page that says it. */
export function useKeepEnrolment() {
  const queryClient = useQueryClient()
  return (serverId: string, enrolment: Enrolment) =>
    queryClient.setQueryData<KeptEnrolment>(keyOf(serverId), { ...enrolment, madeAt: Date.now() })
}

/** The command made last in this window for a server. */
export function useKeptEnrolment(serverId: string): KeptEnrolment | undefined {
  const queryKey = keyOf(serverId)
  return useQuery<KeptEnrolment>({ queryKey, queryFn: skipToken, staleTime: Number.POSITIVE_INFINITY }).data
}
