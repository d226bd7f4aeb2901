import { type OwnershipChallenge, routes } from "@latchkey/contract"
import { readChallengeText } from "@latchkey/core"
import type { KeyTypeName } from "@latchkey/engine"
import { Trans, useLingui } from "@lingui/react/macro"
import { Tabs } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { apiQuery } from "../../../api.ts"
import { isInReach } from "../../../gateway/reach.ts"
import { sshCommand } from "../../../gateway/ssh-command.ts"
import { CommandBox } from "../../../ui/command-box.tsx"
import mono from "../../../ui/mono.module.css"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { GuideLink } from "../../guides/guide-link.tsx"
import detail from "../detail/detail.module.css"
import styles from "./ownership.module.css"
import { likelyWay, signCommand, verifyWays } from "./verify-commands.ts"

type Props = { challenge: OwnershipChallenge; keyType: KeyTypeName }

/** The command for each kind of computer, and the one that needs no pasting. */
export function VerifyWays({ challenge, keyType }: Props) {
  const { t } = useLingui()
  const [way, setWay] = useState<string>(() => likelyWay(navigator.userAgent))
  const { data: gateway } = useQuery(apiQuery(routes.showGateway, {}))
  const isUsable = gateway?.state === "on" && isInReach(gateway)
  const place = readChallengeText(challenge.text)?.url
  const names = { unix: t`Linux and macOS`, windows: t`Windows`, login: t`By signing in` }
  const offered = verifyWays.filter((each) => each !== "login" || isUsable)
  return (
    <div className={styles.ways}>
      <Tabs
        value={way}
        variant="none"
        classNames={{ list: detail.formats, tab: detail.format }}
        onChange={(value) => setWay(value ?? "unix")}
      >
        <Tabs.List aria-label={t`Your computer`}>
          {offered.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {names[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {offered.map((each) => (
          <Tabs.Panel key={each} value={each} className={styles.way}>
            {each !== "login" ? (
              <CommandBox command={signCommand(challenge, keyType, each)} prompt={each === "windows" ? "PS>" : "$"} />
            ) : gateway?.state !== "on" ? null : (
              <>
                <CommandBox command={`${sshCommand(gateway)} verify ${challenge.code}`} />
                <p className={styles.aside}>
                  <Trans>Sign in with this key: there is nothing to paste then. This page sees it by itself.</Trans>
                </p>
              </>
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
      <p className={styles.aside}>
        <Trans>
          Good until <Timestamp at={challenge.expiresAt} form="time" />, for your account at{" "}
          <span className={mono.mono}>{place}</span> and this key alone.
        </Trans>{" "}
        <GuideLink name="verify-a-key">
          <Trans>How this works</Trans>
        </GuideLink>
      </p>
    </div>
  )
}
