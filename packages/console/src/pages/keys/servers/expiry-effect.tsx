import { routes, type SshKey } from "@latchkey/contract"
import { Plural, Trans } from "@lingui/react/macro"
import { Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { apiQuery } from "../../../api.ts"
import { closingsQuery, ofKeys } from "./closings.ts"

/** So many servers are named. */
const namesShown = 5

/** What keys stop opening on the day that they expire, and what nobody opens then. */
export function ExpiryEffect({ day, keys }: { day: string; keys: readonly SshKey[] }) {
  const { data: gateway } = useQuery(apiQuery(routes.showGateway, {}))
  const { data } = useQuery(closingsQuery(ofKeys(keys)))
  const places = data?.places ?? []
  const servers = new Set(places.map(({ server }) => server.id)).size + (data?.hiddenServers ?? 0)
  const last = [...new Set(places.filter(({ isLastKey }) => isLastKey).map(({ server }) => server.name))]
  const names = last.slice(0, namesShown).join(", ")
  const more = last.length - namesShown
  const count = keys.length
  return (
    <>
      <Text size="sm" c="dimmed">
        {gateway?.state === "on" ? (
          <Plural
            value={count}
            one={`On ${day} at 00:00 UTC it stops opening the SSH gateway.`}
            other={`On ${day} at 00:00 UTC they stop opening the SSH gateway.`}
          />
        ) : (
          <Plural
            value={count}
            one={`On ${day} at 00:00 UTC it stops opening anything.`}
            other={`On ${day} at 00:00 UTC they stop opening anything.`}
          />
        )}{" "}
        {servers === 0 ? null : <Plural value={servers} one="That closes # server." other="That closes # servers." />}
      </Text>
      {names === "" ? null : (
        <Text size="sm" c="var(--lk-bad)">
          <Trans>No other key opens {names}</Trans>{" "}
          {more <= 0 ? null : <Plural value={more} one="and # more" other="and # more" />}
        </Text>
      )}
    </>
  )
}
