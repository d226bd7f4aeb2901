import type { Server } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { ClockWords, hasWrongClock } from "../wrong-clock.tsx"
import { unmanagedWords } from "./unmanaged-words.ts"

/** What is wrong on a server, as far as it says so. */
export function ServerWarnings({ server: { problem, unmanaged, clockOffset } }: { server: Server }) {
  const { i18n } = useLingui()
  const icon = <IconAlertTriangle size={18} stroke={1.75} />
  return (
    <>
      {problem === null ? null : (
        <Alert variant="warn" icon={icon}>
          <Trans>The server reports:</Trans> <code>{problem}</code>
        </Alert>
      )}
      {unmanaged.length === 0 ? null : (
        <Alert variant="warn" icon={icon}>
          <Trans>Keys from Latchkey have no effect for these login users:</Trans>
          <ul>
            {unmanaged.map(({ loginUser, reason }) => (
              <li key={loginUser}>
                <code>{loginUser}</code>: {i18n._(unmanagedWords[reason])}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {clockOffset === null || !hasWrongClock(clockOffset) ? null : (
        <Alert variant="warn" icon={icon}>
          <ClockWords offset={clockOffset} />{" "}
          <Trans>Keys that expire do so by its clock. Have it set its time by NTP.</Trans>
        </Alert>
      )}
    </>
  )
}
