import type { Offboarding } from "@latchkey/contract"
import { toPrintable } from "@latchkey/engine"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { IconBrowser, IconCircleCheck, IconCode, IconKey, IconRobot, IconWorldOff } from "@tabler/icons-react"
import type { ReactNode } from "react"
import { LastUsed } from "../../../ui/last-used.tsx"
import styles from "./people.module.css"

/** So many names are written out; the rest is a number. */
const namesShown = 6

/** What disabling an account closes, each kind of thing with its names. */
export function Closing({ preview }: { preview: Offboarding }) {
  const { t } = useLingui()
  const { account, keys, tokens, loginSessions, robots, publishesKeys } = preview
  const icon = { size: 18, stroke: 1.75, "aria-hidden": true } as const
  const isNothing = keys.total + tokens.length + loginSessions.length + robots.length === 0
  const address = `${location.host}/${account.handle}.keys`
  return (
    <ul className={styles.closing}>
      {keys.total === 0 ? null : (
        <Line
          icon={<IconKey {...icon} />}
          names={keys.items.map(({ id, name, lastUse }) => (
            <span key={id}>
              {name} · <LastUsed use={lastUse} />
            </span>
          ))}
          total={keys.total}
        >
          <Plural value={keys.total} one="# key stops opening anything" other="# keys stop opening anything" />
        </Line>
      )}
      {tokens.length === 0 ? null : (
        <Line icon={<IconCode {...icon} />} names={tokens.map(({ name }) => toPrintable(name))} total={tokens.length}>
          <Plural value={tokens.length} one="# API token stops working" other="# API tokens stop working" />
        </Line>
      )}
      {loginSessions.length === 0 ? null : (
        <Line
          icon={<IconBrowser {...icon} />}
          names={loginSessions.map(({ device }) => device ?? t`unknown browser`)}
          total={loginSessions.length}
        >
          <Plural value={loginSessions.length} one="# browser is signed out" other="# browsers are signed out" />
        </Line>
      )}
      {robots.length === 0 ? null : (
        <Line icon={<IconRobot {...icon} />} names={robots.map(({ handle }) => handle)} total={robots.length}>
          <Plural
            value={robots.length}
            one="# robot of the personal project stops"
            other="# robots of the personal project stop"
          />
        </Line>
      )}
      {publishesKeys ? (
        <Line icon={<IconWorldOff {...icon} />} names={[address]} total={1}>
          <Trans>The keys are published no longer</Trans>
        </Line>
      ) : null}
      {isNothing ? (
        <Line icon={<IconCircleCheck {...icon} />} names={[]} total={0}>
          <Trans>Nothing is open: no keys, no API tokens, no browsers.</Trans>
        </Line>
      ) : null}
    </ul>
  )
}

type LineProps = { icon: ReactNode; names: readonly ReactNode[]; total: number; children: ReactNode }

function Line({ icon, names, total, children }: LineProps) {
  const shown = names.slice(0, namesShown)
  const rest = total - shown.length
  return (
    <li>
      {icon}
      <div>
        <strong>{children}</strong>
        {shown.length === 0 ? null : (
          <div className={styles.names}>
            {shown.flatMap((name, place) => (place === 0 ? [name] : [", ", name]))}{" "}
            {rest === 0 ? null : <Plural value={rest} one="and # more" other="and # more" />}
          </div>
        )}
      </div>
    </li>
  )
}
