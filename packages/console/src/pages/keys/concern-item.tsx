import type { KeyConcern } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { IconAlertTriangle, IconShieldX } from "@tabler/icons-react"
import { useKeyPolicy } from "../../key-policy.ts"
import mono from "../../ui/mono.module.css"
import styles from "./concern-item.module.css"
import { type ConcernedKey, concernWords } from "./concern-words.ts"

/** One thing that speaks against a key: how bad it is, what it is, what to do. */
export function ConcernItem({ concern, of }: { concern: KeyConcern; of: ConcernedKey }) {
  const { i18n } = useLingui()
  const { message, advice } = concernWords(concern, of, useKeyPolicy())
  const isSerious = concern.severity === "refuse"
  const Icon = isSerious ? IconShieldX : IconAlertTriangle
  return (
    <span className={styles.concern} data-severity={concern.severity}>
      <Icon size={16} stroke={1.75} aria-hidden />
      <span>
        <strong>{isSerious ? <Trans>Serious:</Trans> : <Trans>Warning:</Trans>}</strong> {i18n._(message)}{" "}
        {concern.about === undefined ? null : <span className={mono.mono}>({concern.about}) </span>}
        {i18n._(advice)}
      </span>
    </span>
  )
}
