import type { Enrolment } from "@latchkey/contract"
import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query"

const keyOf = (serverId: string) => ["enrolments", serverId]

/** Keeps a command that the daemon shows once, in this window alone, for the page that says it. */
export function useKeepEnrolment() {
  const queryClient = useQueryClient()
  return (serverId: string, enrolment: Enrolment) => queryClient.setQueryData<Enrolment>(keyOf(serverId), enrolment)
}

/** The command made last in this window for a server. */
export function useKeptEnrolment(serverId: string): Enrolment | undefined {
  return useQuery<Enrolment>({ queryKey: keyOf(serverId), queryFn: skipToken, staleTime: Number.POSITIVE_INFINITY })
    .data
}
