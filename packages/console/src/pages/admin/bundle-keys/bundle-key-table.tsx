import type { BundleKey, BundleKeyList } from "@latchkey/contract"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Badge, Button, Group } from "@mantine/core"
import { IconCircleCheck, IconClock, IconSpeakerphone } from "@tabler/icons-react"
import { LongFingerprint, shortFingerprint } from "../../../ui/fingerprint.tsx"
import { RecordTable, recordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"

type Props = { list: BundleKeyList; onAsk: (deed: "use" | "retire", bundleKey: BundleKey) => void }

/** The newest first, each with how many servers trust it and what can be done with it. */
export function BundleKeyTable({ list: { items, connectedServers }, onAsk }: Props) {
  const { t } = useLingui()
  const columns = [
    { header: t`Fingerprint` },
    { header: t`State` },
    { header: t`Added` },
    { header: t`Trusted by` },
    { header: t`Actions`, hidden: true },
  ]
  return (
    <RecordTable caption={t`Bundle keys`} columns={columns}>
      {items.toReversed().map((bundleKey) => {
        const { fingerprint, state, addedAt, knownBy, missingOn } = bundleKey
        const name = shortFingerprint(fingerprint)
        return (
          <Table.Tr key={fingerprint} className={state === "retired" ? recordTable.off : undefined}>
            <Table.Td>
              <LongFingerprint fingerprint={fingerprint} small />
            </Table.Td>
            <Table.Td data-label={t`State`}>
              <State state={state} />
            </Table.Td>
            <Table.Td data-label={t`Added`}>
              <Timestamp at={addedAt} />
            </Table.Td>
            <Table.Td data-label={t`Trusted by`}>
              {state === "retired" ? null : (
                <span>
                  <Plural value={connectedServers} one={`${knownBy} of # server`} other={`${knownBy} of # servers`} />
                  {missingOn === 0 ? null : (
                    <>
                      <br />
                      <Plural value={missingOn} one="# has not asked yet" other="# have not asked yet" />
                    </>
                  )}
                </span>
              )}
            </Table.Td>
            <Table.Td className={recordTable.actions}>
              {state !== "announced" ? null : (
                <Group gap={8} justify="flex-end" wrap="nowrap">
                  <Button size="xs" aria-label={t`Use ${name}`} onClick={() => onAsk("use", bundleKey)}>
                    <Trans>Use</Trans>
                  </Button>
                  <Button
                    size="xs"
                    variant="quiet"
                    aria-label={t`Retire ${name}`}
                    onClick={() => onAsk("retire", bundleKey)}
                  >
                    <Trans>Retire</Trans>
                  </Button>
                </Group>
              )}
            </Table.Td>
          </Table.Tr>
        )
      })}
    </RecordTable>
  )
}

function State({ state }: Pick<BundleKey, "state">) {
  const icon = { size: 14, stroke: 2 } as const
  switch (state) {
    case "current":
      return (
        <Badge miw="max-content" variant="ok" leftSection={<IconCircleCheck {...icon} />}>
          <Trans>Current</Trans>
        </Badge>
      )
    case "announced":
      return (
        <Badge miw="max-content" variant="info" leftSection={<IconSpeakerphone {...icon} />}>
          <Trans>Announced</Trans>
        </Badge>
      )
    case "retired":
      return (
        <Badge miw="max-content" variant="neutral" leftSection={<IconClock {...icon} />}>
          <Trans>Retired</Trans>
        </Badge>
      )
  }
}
