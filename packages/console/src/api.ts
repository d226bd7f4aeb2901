import {
  ApiError,
  type Client,
  createClient,
  csrfHeader,
  type Person,
  type RequestOf,
  type Route,
  routes,
} from "@latchkey/contract"
import {
  keepPreviousData,
  MutationCache,
  QueryCache,
  QueryClient,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
} from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { describeFailure, isSignedOut } from "./failure.ts"
import { paths } from "./paths.ts"
import { noteServerTime } from "./server-clock.ts"
import { showFailure } from "./ui/toasts.tsx"

let csrfToken: Promise<string> | undefined

async function headersFor(route: Route): Promise<Record<string, string>> {
  if (route.method === "GET") return {}
  csrfToken ??= client.call(routes.showCsrf, {}).then(({ token }) => token)
  try {
    return { [csrfHeader]: await csrfToken }
  } catch (failure) {
    csrfToken = undefined
    throw failure
  }
}

const client = createClient({
  baseUrl: "",
  headers: headersFor,
  async fetch(input, init) {
    const response = await fetch(input, init)
    noteServerTime(response)
    return response
  },
})

/** The token belongs to a cookie, which the browser may have dropped since. */
function isTokenRefused(failure: unknown): boolean {
  return (
    failure instanceof ApiError &&
    failure.code === "forbidden" &&
    failure.fields.some(({ path }) => path === csrfHeader)
  )
}

/** The daemon's API with this browser's cookies. */
export const api: Pick<Client, "call"> = {
  async call(route, request, signal) {
    const known = csrfToken
    try {
      return await client.call(route, request, signal)
    } catch (failure) {
      if (!isTokenRefused(failure)) throw failure
      // Of several calls that are refused at once the first forgets the token, and all share the next.
      if (csrfToken === known) csrfToken = undefined
      return client.call(route, request, signal)
    }
  },
}

/** A query of one operation. Its key starts with the words of the operation's path, so `["keys"]` names all of them. */
export function apiQuery<R extends Route, Schema extends Route["response"]>(
  route: R & { readonly response: Schema },
  request: RequestOf<R>,
) {
  return queryOptions({
    queryKey: [...route.path.split("/").slice(1), request],
    queryFn: ({ signal }) => api.call(route, request, signal),
  })
}

/** A change through one operation. Afterwards everything whose path starts with a word of `stale` is asked for again. */
export function useApiMutation<R extends Route, Schema extends Route["response"]>(
  route: R & { readonly response: Schema },
  stale: readonly string[],
) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (request: RequestOf<R>) => api.call(route, request),
    onSuccess: () => Promise.all(stale.map((word) => queryClient.invalidateQueries({ queryKey: [word] }))),
  })
}

/** Such a change, for a form inside of what waits for it. */
export type ApiMutation<R extends Route> = ReturnType<typeof useApiMutation<R, R["response"]>>

/** The cache of what the daemon said; `onSignedOut` runs when it says that somebody who was signed in no longer is. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  function onError(failure: unknown) {
    if (isSignedOut(failure) && queryClient.getQueryData(accountQuery.queryKey) !== undefined) onSignedOut()
  }
  const queryClient: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // Else a change that was made without a network would be kept, and happen whenever there is one again.
      mutations: { networkMode: "always" },
      queries: {
        staleTime: 2_000,
        // A browser without a network may well reach this machine; what it cannot reach fails, and says so.
        networkMode: "always",
        retry: (failures, error) => error instanceof ApiError && error.code === "unavailable" && failures < 2,
      },
    },
  })
  return queryClient
}

export const accountQuery = apiQuery(routes.showAccount, {})

/** Who is signed in; only for pages that nobody else sees. */
export function useAccount(): Person {
  const { account } = useSuspenseQuery(accountQuery).data
  if (account.kind !== "person") throw new Error("a robot has no password to sign in with")
  return account
}

/** Whether whoever is signed in manages the installation. */
export function useIsAdmin(): boolean {
  const account = useAccount()
  return "role" in account && account.role === "admin"
}

/** First word of the key under which the one-time link that a page was opened with is kept. It belongs to that page. */
export const oneTimeLinkQuery = "one-time-link"

/** What anyone may ask; everything else in the cache belongs to whoever is signed in. */
const publicQueries: readonly unknown[] = ["setup", "gateway", oneTimeLinkQuery]

/** Forgets everything about the account that was signed in. */
export function forgetAccount(queryClient: QueryClient): void {
  csrfToken = undefined
  queryClient.removeQueries({ predicate: ({ queryKey: [word] }) => !publicQueries.includes(word) })
}

/** Signs out and forgets everything that was shown. */
export function useSignOut() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => api.call(routes.signOut, {}),
    async onSuccess() {
      await navigate({ to: paths.signIn })
      forgetAccount(queryClient)
    },
    onError(failure) {
      if (isSignedOut(failure)) return
      const { message, hint } = describeFailure(failure)
      showFailure(`${message} ${hint ?? ""}`)
    },
  })
}

/** How many keys the account has. */
export function useKeyTotal(): number | undefined {
  return useQuery(apiQuery(routes.listKeys, { query: { limit: 1 } })).data?.total
}

/** How the account's keys are, in numbers. */
export const keySummaryQuery = apiQuery(routes.summariseKeys, {})

/** The first `limit` keys that match a name, comment or fingerprint; nothing for an empty query. */
export function useKeySearch(search: string, limit: number) {
  return useQuery({
    ...apiQuery(routes.listKeys, { query: { search, limit } }),
    enabled: search !== "",
    placeholderData: keepPreviousData,
    select: ({ items }) => items,
  })
}
