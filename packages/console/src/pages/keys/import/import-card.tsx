import { Trans, useLingui } from "@lingui/react/macro"
import { ActionIcon, Button, Tooltip } from "@mantine/core"
import { IconFileUnknown, IconLock, IconX } from "@tabler/icons-react"
import type { KeyboardEvent, ReactNode } from "react"
import { LongFingerprint, ShortFingerprint } from "../../../ui/fingerprint.tsx"
import { KeyTypeLabel } from "../../../ui/key-type-label.tsx"
import { Randomart } from "../../../ui/randomart.tsx"
import { CardNotes } from "./card-notes.tsx"
import styles from "./import.module.css"
import { ImportBadge } from "./import-badge.tsx"
import type { ImportCard, KeyCard, PrivateCard, RefusedCard } from "./import-cards.ts"
import { NameField } from "./name-field.tsx"
import { useRefusalWords } from "./refusal-words.tsx"

export type CardActions = {
  rename(fingerprint: string, name: string): void
  /** Leaves a card out of the import. */
  drop(id: string): void
  /** Takes the public half of a private key for the key to import. */
  takeHalf(fingerprint: string): void
}

type Frame = { card: ImportCard; picture: ReactNode; head: ReactNode; actions: CardActions; children: ReactNode }

function CardFrame({ card, picture, head, actions, children }: Frame) {
  const { t } = useLingui()
  function onKeyDown(event: KeyboardEvent<HTMLLIElement>) {
    if (event.key !== "Delete" || event.target !== event.currentTarget) return
    actions.drop(card.id)
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: Tab walks the cards, and Delete drops the one it is on
    <li className={styles.card} tabIndex={0} onKeyDown={onKeyDown} aria-label={t`Number ${card.number}`}>
      {picture}
      <div className={styles.facts}>
        <div className={styles.head}>
          <div className={styles.what}>{head}</div>
          <ImportBadge card={card} />
          <Tooltip label={t`Leave it out`}>
            <ActionIcon
              className={styles.drop}
              aria-label={t`Leave number ${card.number} out`}
              onClick={() => actions.drop(card.id)}
            >
              <IconX size={16} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        </div>
        {children}
      </div>
    </li>
  )
}

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

function PrivateItem({ card, actions }: { card: PrivateCard; actions: CardActions }) {
  const { half, encrypted } = card.found
  return (
    <CardFrame
      card={card}
      actions={actions}
      picture={
        <div className={styles.lock}>
          <IconLock stroke={1.75} aria-hidden />
        </div>
      }
      head={
        <h3>
          <Trans>This is your private key. It has not been sent anywhere.</Trans>
        </h3>
      }
    >
      <p className={styles.story}>
        {card.fileName === undefined ? (
          <Trans>
            We spotted it in this browser, removed it from the box above and kept no copy. Latchkey only ever needs the
            public half: the line that starts with <code>ssh-</code> or the file that ends in <code>.pub</code>.
          </Trans>
        ) : (
          <Trans>
            We spotted it in the file {card.fileName} in this browser and kept no copy. Latchkey only ever needs the
            public half: the line that starts with <code>ssh-</code> or the file that ends in <code>.pub</code>.
          </Trans>
        )}
        {half === undefined ? (
          <>
            {" "}
            {encrypted ? (
              <Trans>
                Its public half cannot be read without the passphrase. Run <code>ssh-keygen -y -f FILE</code> and paste
                the result.
              </Trans>
            ) : (
              <Trans>
                Its public half cannot be read here. Run <code>ssh-keygen -y -f FILE</code> and paste the result.
              </Trans>
            )}
          </>
        ) : null}
      </p>
      {half === undefined ? null : (
        <div className={styles.half}>
          <Button size="xs" onClick={() => actions.takeHalf(half.fingerprint)}>
            <Trans>Import its public half instead</Trans>
          </Button>
          <KeyTypeLabel keyType={half.key.type} bits={half.key.bits} />
          <ShortFingerprint fingerprint={half.fingerprint} />
        </div>
      )}
    </CardFrame>
  )
}

function RefusedItem({ card, actions }: { card: RefusedCard; actions: CardActions }) {
  const { message, hint, detail } = useRefusalWords()(card.found)
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
        {hint} {detail === undefined ? null : <span lang="en">({detail})</span>}
      </p>
      <p className={styles.aside}>
        {card.fileName}
        {card.fileName === undefined || card.line === 1 ? null : ", "}
        {card.fileName !== undefined && card.line === 1 ? null : <Trans>Line {card.line}</Trans>}
      </p>
    </CardFrame>
  )
}
