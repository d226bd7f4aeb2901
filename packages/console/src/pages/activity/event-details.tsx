import type { AuditEvent } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { Trans, useLingui } from "@lingui/react/macro"
import { Code } from "@mantine/core"
import type { ReactNode } from "react"
import { GuideLink } from "../guides/guide-link.tsx"
import styles from "./activity.module.css"

/** All that is known of an event: the exact time, what changed, and the number under which the log has it. */
export function EventDetails({ event }: { event: AuditEvent }) {
  const { t, i18n } = useLingui()
  const { target, actor } = event
  return (
    <div className={styles.details}>
      <dl className={styles.facts}>
        <Fact name={t`Time`}>{i18n.date(new Date(event.at), { dateStyle: "long", timeStyle: "long" })}</Fact>
        <Fact name={t`Action`}>
          <Code>{event.action}</Code>
        </Fact>
        {target.id === "" ? null : (
          <Fact name={t`About`}>
            {target.name === "" ? null : `${toPrintable(target.name)} `}
            <Code>{target.id}</Code>
          </Fact>
        )}
        {target.fingerprint === null ? null : (
          <Fact name={t`Fingerprint`}>
            <Code>{target.fingerprint}</Code>
          </Fact>
        )}
        {actor?.tokenId == null ? null : (
          <Fact name={t`API token`}>
            <Code>{actor.tokenId}</Code>
          </Fact>
        )}
        <Fact name={t`Request`}>
          <Code>{event.requestId}</Code>
        </Fact>
      </dl>
      {event.action === "gateway.sign-in" && event.outcome === "refused" ? (
        <p>
          <GuideLink name="permission-denied">
            <Trans>What to do when a key is refused over SSH</Trans>
          </GuideLink>
        </p>
      ) : null}
      <Changes event={event} />
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** What was and what is, fact by fact; those that changed stand out. */
function Changes({ event: { before, after } }: { event: AuditEvent }) {
  const { t } = useLingui()
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  if (names.length === 0) return null
  const isChange = before !== null && after !== null
  return (
    <table className={styles.changes} aria-label={t`What changed`}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Fact</Trans>
          </th>
          {before === null ? null : (
            <th scope="col">
              <Trans>Before</Trans>
            </th>
          )}
          {after === null ? null : (
            <th scope="col">
              <Trans>After</Trans>
            </th>
          )}
        </tr>
      </thead>
      <tbody translate="no">
        {names.map((name) => (
          <tr key={name} data-changed={isChange && before[name] !== after[name]}>
            <th scope="row">{name}</th>
            {before === null ? null : <Value name={name} value={before[name]} />}
            {after === null ? null : <Value name={name} value={after[name]} />}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Value({ name, value }: { name: string; value: string | number | boolean | null | undefined }) {
  const { t, i18n } = useLingui()
  function words(): string {
    if (value === null || value === undefined) return t`none`
    if (typeof value === "boolean") return value ? t`yes` : t`no`
    if (typeof value === "string") return toPrintable(value)
    return name.endsWith("At")
      ? i18n.date(new Date(value), { dateStyle: "medium", timeStyle: "medium" })
      : i18n.number(value)
  }
  return <td>{words()}</td>
}
