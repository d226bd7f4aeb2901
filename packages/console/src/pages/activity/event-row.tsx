import type { AuditEvent } from "@latchkey/contract"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { ActionIcon, Badge } from "@mantine/core"
import { useDisclosure } from "@mantine/hooks"
import { IconBan, IconChevronDown, IconChevronRight, IconCircleCheck } from "@tabler/icons-react"
import { useId } from "react"
import { paths } from "../../paths.ts"
import { TextLink } from "../../ui/links.tsx"
import { Table } from "../../ui/table.tsx"
import { Timestamp } from "../../ui/timestamp.tsx"
import { EventSentence } from "../overview/event-sentence.tsx"
import { EventIcon, eventWords } from "../overview/event-words.tsx"
import styles from "./activity.module.css"
import type { ActivityFilter } from "./activity-filter.ts"
import { useDoorNames } from "./door-names.ts"
import { EventDetails } from "./event-details.tsx"

type Props = {
  event: AuditEvent
  filter: ActivityFilter
  /** The reader's account and the robots of their projects, whose keys have pages for them. */
  ownIds: ReadonlySet<string>
}

/** An event, and below it, when it is opened, all that is known of it. */
export function EventRow({ event, filter, ownIds }: Props) {
  const { t, i18n } = useLingui()
  const id = useId()
  const [open, { toggle }] = useDisclosure(false)
  const doors = useDoorNames()
  const sentence = eventWords(i18n, event)
  const count = typeof event.after?.count === "number" ? event.after.count : 1
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <>
      <Table.Tr className={styles.event} data-open={open}>
        <Table.Td className={styles.when}>
          <span className={styles.whenParts}>
            <ActionIcon
              aria-expanded={open}
              aria-controls={id}
              aria-label={open ? t`Close: ${sentence}` : t`Details: ${sentence}`}
              onClick={toggle}
            >
              <Chevron size={16} stroke={1.75} />
            </ActionIcon>
            <Timestamp at={event.at} />
          </span>
        </Table.Td>
        <Table.Td data-label={t`Who`}>
          <Who event={event} filter={filter} />
        </Table.Td>
        <Table.Td className={styles.what}>
          <span className={styles.whatParts}>
            <EventIcon action={event.action} />
            <span>
              <EventSentence event={event} ownIds={ownIds} />
              {count === 1 ? null : (
                <span className={styles.times}>
                  <Plural value={count} one="once" other="# times" />
                </span>
              )}
            </span>
          </span>
        </Table.Td>
        <Table.Td data-label={t`Where from`}>
          <span className={styles.from}>
            {doors[event.door]}
            {event.address === null ? null : <span className={styles.address}>{event.address}</span>}
          </span>
        </Table.Td>
        <Table.Td data-label={t`Result`}>
          <Result outcome={event.outcome} />
        </Table.Td>
      </Table.Tr>
      {open ? (
        <Table.Tr id={id} className={styles.opened}>
          <Table.Td colSpan={5}>
            <EventDetails event={event} />
          </Table.Td>
        </Table.Tr>
      ) : null}
    </>
  )
}

function Who({
  event: { actor, door },
  filter: { page: _, after: __, ...first },
}: {
  event: AuditEvent
  filter: ActivityFilter
}) {
  if (actor === null) {
    return (
      <span className={styles.nobody}>
        {door === "daemon" ? <Trans>Latchkey itself</Trans> : <Trans>Not signed in</Trans>}
      </span>
    )
  }
  return (
    <span>
      <TextLink inherit to={paths.activity} search={{ ...first, person: actor.handle }}>
        {actor.handle}
      </TextLink>
      {actor.tokenId === null ? null : (
        <span className={styles.by}>
          <Trans>by API token</Trans>
        </span>
      )}
    </span>
  )
}

function Result({ outcome }: Pick<AuditEvent, "outcome">) {
  return outcome === "done" ? (
    <Badge variant="bare" leftSection={<IconCircleCheck size={16} stroke={1.75} />}>
      <Trans>Done</Trans>
    </Badge>
  ) : (
    <Badge variant="bad" className={styles.refused} leftSection={<IconBan size={14} stroke={2} />}>
      <Trans>Refused</Trans>
    </Badge>
  )
}
