import { ApiError } from "@latchkey/contract"
import { Trans } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { describeFailure } from "../../../failure.ts"

/** Why nothing was saved or shown. A conflict has its own words, above the form. */
export function SaveFailure({ failure }: { failure: unknown }) {
  if (failure === undefined || (failure instanceof ApiError && failure.code === "conflict")) return null
  const { message, hint } = describeFailure(failure)
  return (
    <Alert variant="bad" role="alert" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
      <Trans>
        Nothing was saved. {message} {hint}
      </Trans>
    </Alert>
  )
}
