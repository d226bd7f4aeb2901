import { Trans } from "@lingui/react/macro"
import { IconFileUnknown } from "@tabler/icons-react"
import { LongFingerprint } from "../../../ui/fingerprint.tsx"
import { KeyTypeLabel } from "../../../ui/key-type-label.tsx"
import { Randomart } from "../../../ui/randomart.tsx"
import { type CardActions, CardFrame } from "./card-frame.tsx"
import { CardNotes } from "./card-notes.tsx"
import styles from "./import.module.css"
import type { ImportCard, KeyCard, RefusedCard } from "./import-cards.ts"
import { NameField } from "./name-field.tsx"
import { PrivateItem } from "./private-card.tsx"
import { useRefusalWords } from "./refusal-words.tsx"
import { MoreAbout } from "./verdict-note.tsx"

/** One thing that was found, with its face, its judgement and its name. */
export function ImportCardItem({ card, actions }: { card: ImportCard; actions: CardActions }) {
  if (card.kind === "key") return <KeyItem card={card} actions={actions} />
  if (card.kind === "private_key") return <PrivateItem card={card} actions={actions} />
  return <RefusedItem card={card} actions={actions} />
}

function KeyItem({ card, actions }: { card: KeyCard; actions: CardActions }) {
  const { candidate, verdict, fileName } = card
  const { key, fingerprint, comment } = candidate
  return (
    <CardFrame
      card={card}
      actions={actions}
      picture={<Randomart publicKey={key} name={card.name === "" ? candidate.proposedName : card.name} form="card" />}
      head={
        <>
          <KeyTypeLabel keyType={key.type} bits={key.bits} />
          {comment === "" ? null : (
            <span className={styles.aside}>
              <Trans>Comment: {comment}</Trans>
            </span>
          )}
          {fileName === undefined ? null : (
            <span className={styles.aside}>
              <Trans>File: {fileName}</Trans>
            </span>
          )}
        </>
      }
    >
      <div className={styles.fingerprint}>
        <LongFingerprint fingerprint={fingerprint} />
      </div>
      <div className={styles.naming}>
        {verdict.is === "ready" ? <NameField card={card} onRename={actions.rename} /> : null}
        <CardNotes card={card} />
      </div>
    </CardFrame>
  )
}

function RefusedItem({ card, actions }: { card: RefusedCard; actions: CardActions }) {
  const { message, hint, detail, section } = useRefusalWords()(card.found)
  return (
    <CardFrame
      card={card}
      actions={actions}
      picture={
        <div className={styles.lock}>
          <IconFileUnknown stroke={1.75} aria-hidden />
        </div>
      }
      head={<h3>{message}</h3>}
    >
      <p className={styles.story}>
        {hint} {detail === undefined ? null : <span lang="en">({detail})</span>} <MoreAbout section={section} />
      </p>
      <p className={styles.aside}>
        {card.fileName}
        {card.fileName === undefined || card.line === 1 ? null : ", "}
        {card.fileName !== undefined && card.line === 1 ? null : <Trans>Line {card.line}</Trans>}
      </p>
    </CardFrame>
  )
}
