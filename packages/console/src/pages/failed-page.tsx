import { useLingui } from "@lingui/react/macro"
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router"
import { ErrorState } from "../ui/error-state.tsx"
import { PageHeader } from "../ui/page-header.tsx"

/** What stands in place of a page that failed to load or to draw itself. */
export function FailedPage({ error, reset }: ErrorComponentProps) {
  const { t } = useLingui()
  const router = useRouter()
  return (
    <>
      <PageHeader title={t`Something went wrong`} />
      <ErrorState
        title={t`This page could not be shown.`}
        error={error}
        onRetry={() => {
          reset()
          void router.invalidate()
        }}
      />
    </>
  )
}
