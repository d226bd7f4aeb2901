import { Trans, useLingui } from "@lingui/react/macro"
import { ActionIcon, Button } from "@mantine/core"
import { IconX } from "@tabler/icons-react"
import { LongFingerprint } from "../../../ui/fingerprint.tsx"
import { KeyPrint } from "../../../ui/key-print.tsx"
import { KeyTypeLabel } from "../../../ui/key-type-label.tsx"
import { RecordTable, recordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import type { CardActions } from "./card-frame.tsx"
import { CardNotes } from "./card-notes.tsx"
import styles from "./import.module.css"
import { ImportBadge } from "./import-badge.tsx"
import type { ImportCard } from "./import-cards.ts"
import { NameField } from "./name-field.tsx"
import { useRefusalWords } from "./refusal-words.tsx"
import { MoreAbout } from "./verdict-note.tsx"

type Props = { cards: readonly ImportCard[]; actions: CardActions }

/** The findings as rows, for when there are too many of them for cards. */
export function ImportTable({ cards, actions }: Props) {
  const { t } = useLingui()
  return (
    <div className={styles.tableCard}>
      <RecordTable
        caption={t`Keys found`}
        columns={[
          { header: <Trans>Key</Trans> },
          { header: <Trans>SHA256 fingerprint</Trans> },
          { header: <Trans>Name</Trans> },
          { header: <Trans>Status</Trans> },
          { header: <Trans>Actions</Trans>, hidden: true },
        ]}
      >
        {cards.map((card) => (
          <ImportRow key={card.id} card={card} actions={actions} />
        ))}
      </RecordTable>
    </div>
  )
}

function ImportRow({ card, actions }: { card: ImportCard; actions: CardActions }) {
  const { t } = useLingui()
  return (
    <Table.Tr>
      {card.kind === "key" ? (
        <>
          <Table.Td>
            <div className={styles.rowKey}>
              <KeyPrint publicKey={card.candidate.publicLine} />
              <KeyTypeLabel keyType={card.candidate.key.type} bits={card.candidate.key.bits} />
            </div>
          </Table.Td>
          <Table.Td data-label="SHA256">
            <LongFingerprint fingerprint={card.candidate.fingerprint} copy={false} />
          </Table.Td>
          <Table.Td data-label={t`Name`}>
            {card.verdict.is === "ready" ? <NameField card={card} onRename={actions.rename} labelled={false} /> : null}
            {card.verdict.is === "imported" ? card.verdict.name : null}
          </Table.Td>
        </>
      ) : (
        <Table.Td colSpan={3}>
          <NoKey card={card} actions={actions} />
        </Table.Td>
      )}
      <Table.Td data-label={t`Status`}>
        <div className={styles.rowStatus}>
          <ImportBadge card={card} />
          {card.kind === "key" ? <CardNotes card={card} /> : null}
        </div>
      </Table.Td>
      <Table.Td className={recordTable.actions}>
        <ActionIcon aria-label={t`Leave number ${card.number} out`} onClick={() => actions.drop(card.id)}>
          <IconX size={16} stroke={1.75} />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  )
}

function NoKey({ card, actions }: { card: Exclude<ImportCard, { kind: "key" }>; actions: CardActions }) {
  const words = useRefusalWords()
  if (card.kind === "refused") {
    const { message, hint, section } = words(card.found)
    return (
      <>
        <Trans>
          Line {card.line}: {message} {hint}
        </Trans>{" "}
        <MoreAbout section={section} />
      </>
    )
  }
  const { half } = card.found
  return (
    <div className={styles.half}>
      <strong>
        <Trans>This is your private key. It has not been sent anywhere.</Trans>
      </strong>
      {half === undefined ? null : (
        <Button size="xs" onClick={() => actions.takeHalf(half.fingerprint)}>
          <Trans>Import its public half instead</Trans>
        </Button>
      )}
    </div>
  )
}
