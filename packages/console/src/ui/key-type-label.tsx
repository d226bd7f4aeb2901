import { type KeyTypeName, keyTypes } from "@latchkey/engine"
import styles from "./mono.module.css"

/** A key's family and size, as `RSA 3072`. Not a badge: colour is kept for judgement. */
export function KeyTypeLabel({ keyType, bits }: { keyType: KeyTypeName; bits: number }) {
  return (
    <span className={styles.keyType}>
      <span className={styles.family}>{keyTypes[keyType].family}</span>
      <span className={styles.bits}>{bits}</span>
    </span>
  )
}
