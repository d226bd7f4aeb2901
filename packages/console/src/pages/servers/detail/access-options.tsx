import type { Access } from "@latchkey/contract"
import styles from "../servers.module.css"

/** What an access is limited to, as sshd's options say it; nothing without a limit. */
export function AccessOptions({ access }: { access: Access | undefined }) {
  const limits = Object.entries(access?.options ?? {}).flatMap(([name, value]) => {
    if (value === false || value === undefined) return []
    const option = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    return value === true ? [option] : [`${option}="${value}"`]
  })
  return limits.length === 0 ? null : <code className={`${styles.second} ${styles.limits}`}>{limits.join(",")}</code>
}
