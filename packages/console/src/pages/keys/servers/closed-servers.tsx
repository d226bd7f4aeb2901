import { type Closings, type ClosingsRequest, routes } from "@latchkey/contract"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { apiQuery } from "../../../api.ts"
import { Table } from "../../../ui/table.tsx"
import styles from "../changes/changes.module.css"
import { type ClosedPlace, worstFirst } from "./closings.ts"
import { LastWayIn, RemainingKeys } from "./remaining-keys.tsx"

/** More rows than this would hide what else the dialog says. */
const rowsShown = 10

type Props = { of: ClosingsRequest; closings: Closings }

/** A row for each login user of a server that closes, those first that nothing else opens. */
export function ClosedServerRows({ of, closings }: Props) {
  const { t } = useLingui()
  return worstFirst(closings.places)
    .slice(0, rowsShown)
    .map((place) => {
      const { server, loginUser: user, losers } = place
      const handles = losers.map(({ handle }) => handle).join(", ")
      return (
        <Table.Tr key={`${server.id} ${user}`}>
          <Table.Td className={styles.target}>{server.name}</Table.Td>
          <Table.Td data-label={t`Who loses access`}>
            <span>
              {handles === "" ? (
                <Trans>
                  Nobody, as <code>{user}</code>
                </Trans>
              ) : (
                <Trans>
                  {handles} as <code>{user}</code>
                </Trans>
              )}
            </span>
          </Table.Td>
          <Table.Td data-label={t`Way in that remains`}>
            {place.isLastKey ? <LastWayIn /> : <Remaining of={of} place={place} />}
          </Table.Td>
        </Table.Tr>
      )
    })
}

/** The keys by name, where that is known, those of whoever loses something first. */
function Remaining({ of, place: { server, loginUser } }: { of: ClosingsRequest; place: ClosedPlace }) {
  const { data } = useQuery(apiQuery(routes.listServerKeys, { params: { id: server.id } }))
  const going = new Set(of.keyIds)
  const names = data?.items
    .filter((item) => item.loginUser === loginUser && !going.has(item.key.id) && item.owner.id !== of.accountId)
    .map(({ key, owner }) => `${key.name} (${owner.handle})`)
  if (names !== undefined && names.length > 0) return <RemainingKeys names={names} />
  return (
    <span className={styles.remaining}>
      <Trans>Other keys</Trans>
    </span>
  )
}

/** What the rows of servers leave out, and how soon servers follow. */
export function ClosedServersNote({ closings: { places, hiddenServers } }: Pick<Props, "closings">) {
  const hidden = worstFirst(places).slice(rowsShown)
  const more = hidden.length
  const closed = hidden.filter(({ isLastKey }) => isLastKey).length
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
      {hiddenServers === 0 ? null : (
        <Text size="sm" c="dimmed">
          <Plural
            value={hiddenServers}
            one="It closes # server too that you cannot see."
            other="It closes # servers too that you cannot see."
          />
        </Text>
      )}
      {places.length + hiddenServers === 0 ? null : (
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
