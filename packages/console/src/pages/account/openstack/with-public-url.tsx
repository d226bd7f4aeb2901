import { routes } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { apiQuery } from "../../../api.ts"
import { ErrorState } from "../../../ui/error-state.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"

/** What is to be used elsewhere: there this page's own address may lead nowhere, or to another machine. */
export function WithPublicUrl({ children }: { children: (publicUrl: string) => ReactNode }): ReactNode {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(apiQuery(routes.showInstallation, {}))
  if (data !== undefined) return children(data.publicUrl)
  if (error === null) return <SkeletonRows rows={2} height={44} />
  const title = t`The address of this Latchkey could not be loaded.`
  return <ErrorState title={title} error={error} onRetry={refetch} />
}
