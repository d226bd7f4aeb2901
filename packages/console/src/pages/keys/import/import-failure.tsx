import { Trans } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { describeFailure } from "../../../failure.ts"
import styles from "./import.module.css"

/** Says why keys could not be sent; the cards that are still ready can be sent again. */
export function ImportFailure({ failure }: { failure: unknown }) {
  const { message, hint } = describeFailure(failure)
  return (
    <Alert
      variant="bad"
      role="alert"
      className={styles.failure}
      icon={<IconAlertTriangle size={18} stroke={1.75} aria-hidden />}
    >
      <Trans>
        The keys that are still ready were not saved. {message} {hint ?? ""}
      </Trans>
    </Alert>
  )
}
