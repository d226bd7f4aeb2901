import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { IconClock } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { keySummaryQuery } from "../../api.ts"
import { paths } from "../../paths.ts"
import { TextLink } from "../../ui/links.tsx"
import styles from "./expiry-notice.module.css"

/** Says which of the account's keys expire within 14 days. Nothing while none does. */
export function ExpiryNotice({ className }: { className?: string | undefined }) {
  const { i18n } = useLingui()
  const { data } = useQuery(keySummaryQuery)
  if (data === undefined || data.health.notice === 0) return null
  const { notice } = data.health
  const rest = notice - data.expiresSoon.length
  return (
    <Alert
      variant="warn"
      className={className}
      icon={<IconClock size={18} stroke={1.75} />}
      title={<Plural value={notice} one="# key expires within 14 days" other="# keys expire within 14 days" />}
    >
      {data.expiresSoon.map(({ id, name, expiresAt }, index) => (
        <span key={id}>
          {index === 0 ? null : ", "}
          <TextLink inherit to={paths.key} params={{ keyId: id }}>
            {name}
          </TextLink>{" "}
          <span className={styles.day}>{i18n.date(new Date(expiresAt), { day: "numeric", month: "short" })}</span>
        </span>
      ))}
      {rest <= 0 ? null : (
        <>
          {", "}
          <TextLink inherit to={paths.keys} search={{ health: "notice", owner: "mine", sort: "expires" }}>
            <Trans>and {rest} more</Trans>
          </TextLink>
        </>
      )}
    </Alert>
  )
}
