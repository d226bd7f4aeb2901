import { useLingui } from "@lingui/react/macro"
import { Fragment } from "react"
import { CopyButton } from "./copy-button.tsx"
import styles from "./mono.module.css"

/** The first 7 and last 4 characters of a `SHA256:...` fingerprint, without the name of the hash. */
export function shortFingerprint(fingerprint: string): string {
  const value = fingerprint.replace(/^SHA256:/, "")
  return value.length <= 12 ? value : `${value.slice(0, 7)}…${value.slice(-4)}`
}

/** A fingerprint cut for lists: the whole value is in the title and, with `copy`, one click away. */
export function ShortFingerprint({ fingerprint, copy = false }: { fingerprint: string; copy?: boolean }) {
  const { t } = useLingui()
  const text = (
    <span className={`${styles.fingerprint} ${styles.short}`} title={fingerprint}>
      {shortFingerprint(fingerprint)}
    </span>
  )
  if (!copy) return text
  return (
    <span className={styles.withCopy}>
      {text}
      <CopyButton value={fingerprint} label={t`Copy the SHA256 fingerprint`} announcement={t`Fingerprint copied`} />
    </span>
  )
}

type LongProps = {
  fingerprint: string
  copy?: boolean
  /** Whether a label beside it names the hash already. */
  labelled?: boolean
  /** For narrow places, where it still fits on one line. */
  small?: boolean
}

/** A whole fingerprint, for places where somebody compares it: it wraps, between bytes where those are told apart, and is never cut. */
export function LongFingerprint({ fingerprint, copy = true, labelled = false, small = false }: LongProps) {
  const { t } = useLingui()
  const colon = fingerprint.indexOf(":") + 1
  const hash = fingerprint.slice(0, colon - 1)
  return (
    <span className={styles.withCopy}>
      <span
        translate="no"
        className={`${styles.fingerprint} ${styles.long} ${hash === "MD5" ? styles.older : ""} ${small ? styles.small : ""}`}
      >
        {labelled ? null : <span className={styles.prefix}>{fingerprint.slice(0, colon)}</span>}
        {fingerprint
          .slice(colon)
          .split(/(?<=:)/)
          .map((byte, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the bytes of a fingerprint never move
            <Fragment key={at}>
              {byte}
              <wbr />
            </Fragment>
          ))}
      </span>
      {copy ? (
        <CopyButton value={fingerprint} label={t`Copy the ${hash} fingerprint`} announcement={t`Fingerprint copied`} />
      ) : null}
    </span>
  )
}
