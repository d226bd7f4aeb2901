import { Trans } from "@lingui/react/macro"
import { Button, Code } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import type { ReactNode } from "react"
import { describeFailure } from "../failure.ts"
import styles from "./empty-state.module.css"
import { EmptyState } from "./empty-state.tsx"

type Props = { title: ReactNode; error: unknown; onRetry?: () => void }

/** What stands in place of content that could not be loaded: the cause, another try, and a number to quote. */
export function ErrorState({ title, error, onRetry }: Props) {
  const { message, hint, requestId } = describeFailure(error)
  return (
    <div role="alert">
      <EmptyState
        icon={<IconAlertTriangle size={28} stroke={1.75} aria-hidden />}
        title={title}
        actions={
          onRetry === undefined ? undefined : (
            <Button onClick={onRetry}>
              <Trans>Try again</Trans>
            </Button>
          )
        }
      >
        {message}
        {hint === undefined ? null : ` ${hint}`}
        {requestId === undefined ? null : (
          <span className={styles.request}>
            <Trans>
              Request <Code>{requestId}</Code>
            </Trans>
          </span>
        )}
      </EmptyState>
    </div>
  )
}
