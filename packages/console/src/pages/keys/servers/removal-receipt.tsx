import type { Receipt } from "@latchkey/contract"
import { plural } from "@lingui/core/macro"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { IconCircleCheck } from "@tabler/icons-react"
import { useQueries } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { announce } from "../../../ui/announce.ts"
import { Timestamp } from "../../../ui/timestamp.tsx"
import type { ReceiptOf } from "../receipt-of.ts"
import styles from "./receipt.module.css"
import { receiptQueries } from "./receipt-query.ts"

/** So many waiting servers are named. */
const namesShown = 4

/** Since when keys open nothing any more on servers, and where they still do; says so aloud when all have heard. */
export function RemovalReceipt({ of }: { of: ReceiptOf }) {
  const { t } = useLingui()
  const answers = useQueries({ queries: receiptQueries(of) })
  const receipts = answers.flatMap(({ data }) => (data === undefined || data.removed.total === 0 ? [] : [data.removed]))
  const done = receipts.filter(({ total, inEffect }) => total === inEffect).length
  const isDone = receipts.length > 0 && done === receipts.length
  const wasWaiting = useRef(false)
  useEffect(() => {
    if (isDone && wasWaiting.current) announce(t`In effect on all servers.`)
    wasWaiting.current = receipts.length > 0 && !isDone
  })
  const [only, ...more] = receipts
  if (only === undefined) return null
  const waiting = receipts.flatMap((receipt) => receipt.waiting)
  const count = receipts.length
  return (
    <div className={styles.receipt}>
      <p className={isDone ? styles.done : undefined}>
        {isDone ? <IconCircleCheck size={16} stroke={1.75} aria-hidden /> : null}
        <span>
          {more.length > 0 ? (
            <Plural
              value={count}
              one={`In effect everywhere for ${done} of # key`}
              other={`In effect everywhere for ${done} of # keys`}
            />
          ) : (
            <InEffect receipt={only} />
          )}
        </span>
      </p>
      <WaitingPlaces waiting={waiting} />
    </div>
  )
}

function InEffect({ receipt: { total, inEffect, since } }: { receipt: Receipt }) {
  const servers = plural(total, { one: "# server", other: "# servers" })
  if (since === null || inEffect === 0) return <Trans>In effect on none of {servers} yet</Trans>
  const at = <Timestamp at={since} form={isToday(since) ? "time" : "date"} />
  if (inEffect === total) {
    return (
      <Trans>
        In effect on {servers} since {at}
      </Trans>
    )
  }
  return (
    <Trans>
      In effect on {inEffect} of {servers} since {at}
    </Trans>
  )
}

function isToday(at: string): boolean {
  return new Date(at).toDateString() === new Date().toDateString()
}

/** The servers that have not heard, each with what it does until then. */
function WaitingPlaces({ waiting }: Pick<Receipt, "waiting">) {
  const { t } = useLingui()
  if (waiting.length === 0) return null
  const more = waiting.length - namesShown
  return (
    <ul className={styles.waiting} aria-label={t`Not in effect yet`}>
      {waiting.slice(0, namesShown).map(({ server, loginUser, lastContactAt, refusesFrom }) => (
        <li key={`${server.id} ${loginUser}`}>
          <strong>{server.name}</strong> <code>{loginUser}</code>:{" "}
          {lastContactAt === null ? (
            <Trans>never heard from.</Trans>
          ) : (
            <Trans>
              last heard from <Timestamp at={lastContactAt} />.
            </Trans>
          )}{" "}
          {refusesFrom === null ? (
            <Trans>It lets the key in until it hears.</Trans>
          ) : (
            <Trans>
              It refuses the key <Timestamp at={refusesFrom} /> at the latest.
            </Trans>
          )}
        </li>
      ))}
      {more <= 0 ? null : (
        <li>
          <Plural value={more} one="and # more" other="and # more" />
        </li>
      )}
    </ul>
  )
}
