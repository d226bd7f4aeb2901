import { type KeyReplacement, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { useApiMutation } from "../../../../api.ts"
import { describeFailure } from "../../../../failure.ts"
import { Card } from "../../../../ui/card.tsx"
import { RecordTable, recordTable } from "../../../../ui/record-table.tsx"
import { Table } from "../../../../ui/table.tsx"
import { Timestamp } from "../../../../ui/timestamp.tsx"
import { showFailure } from "../../../../ui/toasts.tsx"
import { Effect } from "../../../servers/detail/effect.tsx"
import styles from "./replace.module.css"
import { progressOf, type ReplacedPlace, staleAfterReplacement } from "./replacement.ts"

/** Every place that the old key opens, or did, with how far the new one is there. */
export function PlacesStep({ replacement }: { replacement: KeyReplacement }) {
  const { t } = useLingui()
  const { total, inEffect } = progressOf(replacement)
  return (
    <Card
      title={
        <>
          {t`2. Put it everywhere`}{" "}
          <span className={styles.count}>
            {inEffect}/{total}
          </span>
        </>
      }
      end={replacement.newKey.name}
    >
      {total === 0 ? (
        <p className={styles.nothing}>
          <Trans>The old key opens no server. The new one can take its place at once.</Trans>
        </p>
      ) : (
        <RecordTable
          caption={t`Places that the old key opens`}
          columns={[
            { header: t`Target` },
            { header: t`As` },
            { header: t`New key` },
            { header: t`Last sign-in` },
            { header: t`Old key` },
          ]}
        >
          {replacement.places.map((place) => (
            <PlaceRow key={`${place.server.id} ${place.loginUser}`} replacement={replacement} place={place} />
          ))}
        </RecordTable>
      )}
    </Card>
  )
}

function PlaceRow({ replacement, place }: { replacement: KeyReplacement; place: ReplacedPlace }) {
  const { t } = useLingui()
  const { server, loginUser, newKey } = place
  return (
    <Table.Tr>
      <Table.Td className={recordTable.name}>{server.name}</Table.Td>
      <Table.Td data-label={t`As`}>
        <code>{loginUser}</code>
      </Table.Td>
      <Table.Td data-label={t`New key`}>
        {newKey === null ? (
          <Trans>Does not open it</Trans>
        ) : (
          <Effect serverName={server.name} keyName={replacement.newKey.name} {...newKey} />
        )}
      </Table.Td>
      <Table.Td data-label={t`Last sign-in`}>
        {newKey?.seenAt == null ? <Trans>Not seen yet</Trans> : <Timestamp at={newKey.seenAt} />}
      </Table.Td>
      <Table.Td data-label={t`Old key`}>
        <OldKey replacement={replacement} place={place} />
      </Table.Td>
    </Table.Tr>
  )
}

function OldKey({ replacement: { oldKey }, place }: { replacement: KeyReplacement; place: ReplacedPlace }) {
  const { t } = useLingui()
  const remove = useApiMutation(routes.removeReplaced, staleAfterReplacement)
  if (place.oldKey === "removed") return <Trans>Removed</Trans>
  if (place.oldKey === "removing") return <Trans>Being removed</Trans>
  const { server, loginUser, newKey } = place
  return (
    <Button
      size="xs"
      variant="quiet"
      aria-label={t`Remove ${oldKey.name} as ${loginUser} from ${server.name}`}
      // Before that it could lock somebody out.
      disabled={newKey?.state !== "in-effect"}
      loading={remove.isPending}
      onClick={() =>
        remove.mutate(
          { params: oldKey, body: { serverId: server.id, loginUser } },
          { onError: (failure) => showFailure(describeFailure(failure).message) },
        )
      }
    >
      <Trans>Remove</Trans>
    </Button>
  )
}
