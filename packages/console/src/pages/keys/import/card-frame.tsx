import { useLingui } from "@lingui/react/macro"
import { ActionIcon, Tooltip } from "@mantine/core"
import { IconX } from "@tabler/icons-react"
import { type KeyboardEvent, type ReactNode, useRef } from "react"
import styles from "./import.module.css"
import { ImportBadge } from "./import-badge.tsx"
import type { ImportCard } from "./import-cards.ts"

export type CardActions = {
  rename(fingerprint: string, name: string): void
  /** Leaves a card out of the import. */
  drop(id: string): void
  /** Takes the public half of a private key for the key to import. */
  takeHalf(fingerprint: string): void
}

type Frame = { card: ImportCard; picture: ReactNode; head: ReactNode; actions: CardActions; children: ReactNode }

/** What all cards share: the picture, the judgement, and the way to leave one out. */
export function CardFrame({ card, picture, head, actions, children }: Frame) {
  const { t } = useLingui()
  const item = useRef<HTMLLIElement>(null)
  function drop() {
    const neighbour = item.current?.nextElementSibling ?? item.current?.previousElementSibling
    if (neighbour instanceof HTMLElement) neighbour.focus()
    actions.drop(card.id)
  }
  function onKeyDown(event: KeyboardEvent<HTMLLIElement>) {
    if (event.key === "Delete" && event.target === event.currentTarget) drop()
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: Tab walks the cards, and Delete drops the one it is on
    <li ref={item} className={styles.card} tabIndex={0} onKeyDown={onKeyDown} aria-label={t`Number ${card.number}`}>
      {picture}
      <div className={styles.facts}>
        <div className={styles.head}>
          <div className={styles.what}>{head}</div>
          <ImportBadge card={card} />
          <Tooltip label={t`Leave it out`}>
            <ActionIcon className={styles.drop} aria-label={t`Leave number ${card.number} out`} onClick={drop}>
              <IconX size={16} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        </div>
        {children}
      </div>
    </li>
  )
}
