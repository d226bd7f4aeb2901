import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Badge } from "@mantine/core"
import { IconAlertTriangle, IconBan, IconCircleCheck, IconPlugConnected } from "@tabler/icons-react"
import styles from "../detail/detail.module.css"
import type { KeyLogin } from "./key-logins.ts"
import { refusalWords } from "./refusal-words.ts"

type Props = { login: Pick<KeyLogin, "kind" | "reason" | "isOpen" | "count"> }

/** What became of a login: open, done, or refused with the reason. */
export function LoginResult({ login: { kind, reason, isOpen, count } }: Props) {
  const { i18n } = useLingui()
  const why = reason === null ? undefined : i18n._(refusalWords[reason])
  const icon = { size: 16, stroke: 1.75, "aria-hidden": true } as const
  return (
    <span className={styles.result}>
      {kind === "refusal" ? (
        <>
          <IconBan {...icon} color="var(--lk-bad)" />
          <span>
            {why === undefined ? (
              <Trans>Refused, while Latchkey lets it in: by an option, or before a change arrived</Trans>
            ) : (
              <Trans>Refused: {why}</Trans>
            )}
          </span>
        </>
      ) : (
        <>
          {isOpen ? (
            <Badge variant={why === undefined ? "ok" : "warn"} leftSection={<IconPlugConnected size={14} stroke={2} />}>
              <Trans>Open now</Trans>
            </Badge>
          ) : null}
          {why !== undefined ? (
            <>
              <IconAlertTriangle {...icon} color="var(--lk-warn)" />
              <span>
                <Trans>Let in, although {why}</Trans>
              </span>
            </>
          ) : isOpen ? null : (
            <>
              <IconCircleCheck {...icon} color="var(--lk-ok)" />
              <Trans>Signed in</Trans>
            </>
          )}
        </>
      )}
      {count > 1 ? (
        <span className={styles.none}>
          <Plural value={count} one="# time" other="# times" />
        </span>
      ) : null}
    </span>
  )
}
