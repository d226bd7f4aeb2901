import { useLingui } from "@lingui/react/macro"
import { TextInput } from "@mantine/core"
import { useId } from "react"
import { useNameWords } from "../changes/name-words.ts"
import styles from "./import.module.css"
import type { KeyCard } from "./import-cards.ts"

type Props = { card: KeyCard; onRename: (fingerprint: string, name: string) => void }

/** The name that a key will have; beside it stands what it is, in the table its column says so. */
export function NameField({ card, onRename, labelled = true }: Props & { labelled?: boolean }) {
  const { t } = useLingui()
  const words = useNameWords()
  const id = useId()
  // The button that asked for the public half is gone, so its focus comes here.
  const wasAsked = card.found.kind === "private_key" && card.found.format !== "ppk"
  return (
    <div className={styles.nameField}>
      {labelled ? <label htmlFor={id} className={styles.nameLabel}>{t`Name`}</label> : null}
      <TextInput
        id={id}
        size="xs"
        autoComplete="off"
        data-name-field
        autoFocus={wasAsked}
        {...(!labelled && { "aria-label": t`Name` })}
        className={styles.nameInput}
        value={card.name}
        error={words(card.problem, card.name)}
        onChange={(event) => onRename(card.candidate.fingerprint, event.currentTarget.value)}
      />
    </div>
  )
}
