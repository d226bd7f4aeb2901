import type { SshKey } from "@latchkey/contract"
import { Trans } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { LastUsed } from "../../../ui/last-used.tsx"
import mono from "../../../ui/mono.module.css"
import { useIsBeingDeleted } from "../changes/key-deletion.ts"
import { keyLoginsQuery, loginsShown } from "./key-logins.ts"

/** A key's use is not written down each time: so many milliseconds may lie between it and the login's own report. */
const precision = 120_000

/** When, where and from where a key was used last: on a server that reported it, or else on the SSH gateway. */
export function LastUse({ sshKey: { id, lastUse } }: { sshKey: SshKey }) {
  const { data: logins } = useQuery({ ...keyLoginsQuery(id, loginsShown), enabled: !useIsBeingDeleted(id) })
  const login = logins?.items.find(({ kind }) => kind === "login")
  const usedAt = lastUse.state === "used" ? Date.parse(lastUse.at) : 0
  if (login !== undefined && Date.parse(login.at) >= usedAt - precision) {
    const use = { state: "used", at: login.at } as const
    return (
      <span>
        <Trans>
          <LastUsed use={use} /> on {login.server.name}, from <span className={mono.mono}>{login.address}</span>
        </Trans>
      </span>
    )
  }
  const isOfGateway = lastUse.state === "used" && logins?.total === 0
  const from = lastUse.state === "used" ? lastUse.from : undefined
  if (!isOfGateway) return <LastUsed use={lastUse} />
  if (from === undefined) {
    return (
      <span>
        <Trans>
          <LastUsed use={lastUse} /> on the SSH gateway
        </Trans>
      </span>
    )
  }
  return (
    <span>
      <Trans>
        <LastUsed use={lastUse} /> on the SSH gateway, from <span className={mono.mono}>{from}</span>
      </Trans>
    </span>
  )
}
