import { Trans, useLingui } from "@lingui/react/macro"
import { VisuallyHidden } from "@mantine/core"
import { IconCheck } from "@tabler/icons-react"
import type { ReactNode } from "react"
import styles from "./overview.module.css"

type Props = {
  number: number
  state: "done" | "now" | "next"
  title: string
  /** Stands at the right, under the rest on phones. */
  aside?: ReactNode
  children: ReactNode
}

/** One of several steps: done, to do now, or to come. */
export function Step({ number, state, title, aside, children }: Props) {
  return (
    <li className={`${styles.step} ${styles[state] ?? ""}`} aria-current={state === "now" ? "step" : undefined}>
      <span className={styles.mark} aria-hidden="true">
        {state === "done" ? <IconCheck size={16} stroke={1.75} /> : number}
      </span>
      <div className={styles.content}>
        <div className={styles.text}>
          <h3>
            {title}
            {state === "done" ? (
              <VisuallyHidden>
                <Trans>(done)</Trans>
              </VisuallyHidden>
            ) : null}
          </h3>
          {children}
        </div>
        {aside}
      </div>
    </li>
  )
}

/** How many of the steps are done, in words and as a bar. */
export function Progress({ done, of }: { done: number; of: number }) {
  const { t } = useLingui()
  return (
    <>
      <span className={styles.count}>
        <Trans>
          {done} of {of} done
        </Trans>
      </span>
      <span
        className={styles.progress}
        role="progressbar"
        aria-valuenow={done}
        aria-valuemin={0}
        aria-valuemax={of}
        aria-label={t`Set-up progress`}
      >
        <span style={{ width: `${(100 * done) / of}%` }} />
      </span>
    </>
  )
}
