import type { SshKey } from "@latchkey/contract"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Text } from "@mantine/core"
import { Table } from "../../../ui/table.tsx"
import styles from "./changes.module.css"
import { type ClosedPlace, type ClosedPlaces, isLastWayIn, mostKeys } from "./closed-places.ts"
import { LastWayIn, RemainingKeys } from "./remaining-keys.tsx"

/** More rows than this would hide what else the dialog says. */
const rowsShown = 10

/** A row for each login user of a server that keys open, those first that nothing else opens. */
export function ClosedServerRows({ places }: Pick<ClosedPlaces, "places">) {
  const { t } = useLingui()
  return places.slice(0, rowsShown).map((place) => {
    const { server, loginUser: user, owners } = place
    const handle = owners.map((owner) => owner.handle).join(", ")
    return (
      <Table.Tr key={`${server.id} ${user}`}>
        <Table.Td className={styles.target}>{server.name}</Table.Td>
        <Table.Td data-label={t`Who loses access`}>
          <span>
            <Trans>
              {handle} as <code>{user}</code>
            </Trans>
          </span>
        </Table.Td>
        <Table.Td data-label={t`Way in that remains`}>
          <Remaining place={place} />
        </Table.Td>
      </Table.Tr>
    )
  })
}

function Remaining({ place }: { place: ClosedPlace }) {
  if (place.remaining === undefined) {
    return (
      <span className={styles.remaining}>
        <Trans>Unknown: it was not looked at</Trans>
      </span>
    )
  }
  if (isLastWayIn(place)) return <LastWayIn />
  const owners = new Set(place.owners.map(({ id }) => id))
  const isTheirs = ({ owner }: { owner: { id: string } }) => owners.has(owner.id)
  const names = place.remaining
    .toSorted((left, right) => Number(isTheirs(right)) - Number(isTheirs(left)))
    .map((item) => (isTheirs(item) ? item.key.name : `${item.key.name} (${item.owner.handle})`))
  return <RemainingKeys names={names} />
}

/** What the rows of servers leave out, and how soon servers follow. */
export function ClosedServersNote({ keys, places }: { keys: readonly SshKey[] } & Pick<ClosedPlaces, "places">) {
  const hidden = places.slice(rowsShown)
  const more = hidden.length
  const closed = hidden.filter(isLastWayIn).length
  const uncounted = keys.length - mostKeys
  return (
    <>
      {more === 0 ? null : (
        <Text size="sm" c="dimmed">
          <Plural value={more} one="and # more" other="and # more" />
          {closed === 0 ? null : (
            <>
              {"; "}
              <Plural value={closed} one="no other key opens # of them" other="no other key opens # of them" />
            </>
          )}
        </Text>
      )}
      {uncounted <= 0 ? null : (
        <Text size="sm" c="dimmed">
          <Plural
            value={uncounted}
            one="Which servers the other # key opens was not counted."
            other="Which servers the other # keys open was not counted."
          />
        </Text>
      )}
      {places.length === 0 ? null : (
        <Text size="sm" c="dimmed">
          <Trans>
            Servers follow within seconds. One that is out of reach goes on letting in whoever it knows, until it is
            back or for as long as its settings say.
          </Trans>
        </Text>
      )}
    </>
  )
}
