import { Trans, useLingui } from "@lingui/react/macro"
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react"
import { useEffect, useRef, useState } from "react"
import { serverNow } from "../../../server-clock.ts"
import { announce } from "../../../ui/announce.ts"
import { Timestamp } from "../../../ui/timestamp.tsx"
import styles from "../servers.module.css"
import { type UnmanagedReason, unmanagedWords } from "./unmanaged-words.ts"

/** After so many seconds without an answer the server is said to give none. */
const patience = 30

/** Whole seconds since a moment, said anew each second until it is said that there is no answer. */
function useSecondsSince(since: string): number {
  const [now, setNow] = useState(serverNow)
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000))
  const isOver = seconds > patience
  useEffect(() => {
    if (isOver) return
    const timer = setInterval(() => setNow(serverNow()), 1000)
    return () => clearInterval(timer)
  }, [isOver])
  return seconds
}

type Props = {
  serverName: string
  keyName: string
  state: "waiting" | "in-effect" | "unmanaged"
  /** Why it is unmanaged, where that is known. */
  reason?: UnmanagedReason | null
  since: string
}

/** Whether a key opens the server yet, in the server's own time; said aloud when it comes to. */
export function Effect({ serverName, keyName, state, reason, since }: Props) {
  const { t, i18n } = useLingui()
  const before = useRef(state)
  useEffect(() => {
    if (before.current === "waiting" && state === "in-effect") {
      const time = i18n.date(new Date(since), { timeStyle: "medium" })
      announce(t`${keyName} is in effect on ${serverName} since ${time}.`)
    }
    before.current = state
  }, [state, since, keyName, serverName, t, i18n])
  if (state === "unmanaged") return <Unmanaged reason={reason ?? "failed"} />
  if (state === "waiting") return <Waiting since={since} serverName={serverName} />
  return (
    <span className={styles.effect}>
      <IconCircleCheck size={16} stroke={1.75} aria-hidden />
      <span>
        <Trans>
          In effect since <Timestamp at={since} form={isToday(since) ? "time" : "date"} />
        </Trans>
      </span>
    </span>
  )
}

function Unmanaged({ reason }: { reason: UnmanagedReason }) {
  const { i18n } = useLingui()
  return (
    <span className={styles.unmanaged}>
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      <span>
        <Trans>Not in effect: {i18n._(unmanagedWords[reason])}</Trans>
      </span>
    </span>
  )
}

function isToday(at: string): boolean {
  return new Date(at).toDateString() === new Date().toDateString()
}

function Waiting({ since, serverName }: { since: string; serverName: string }) {
  const seconds = useSecondsSince(since)
  return (
    <span className={styles.waiting}>
      <span>
        {seconds <= patience ? (
          <Trans>
            Waiting for {serverName}, {seconds} s
          </Trans>
        ) : (
          <NoAnswer serverName={serverName} />
        )}
      </span>
    </span>
  )
}

/** That a key which is to open nothing may still do so. */
export function Removing({ since, serverName }: { since: string; serverName: string }) {
  const seconds = useSecondsSince(since)
  return (
    <span className={styles.waiting}>
      <span>{seconds <= patience ? <Trans>Removing, {seconds} s</Trans> : <NoAnswer serverName={serverName} />}</span>
    </span>
  )
}

function NoAnswer({ serverName }: { serverName: string }) {
  return <Trans>No answer from {serverName} yet. It will apply when the server is back.</Trans>
}
