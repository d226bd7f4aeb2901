import { type Gateway, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert } from "@mantine/core"
import { IconChevronRight, IconCircleCheck, IconPlugConnectedX } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useEffect } from "react"
import { apiQuery } from "../api.ts"
import { GuideLink } from "../pages/guides/guide-link.tsx"
import { announce } from "../ui/announce.ts"
import { CommandBox } from "../ui/command-box.tsx"
import { Timestamp } from "../ui/timestamp.tsx"
import { HostKeys } from "./host-keys.tsx"
import { OutOfReach } from "./out-of-reach.tsx"
import { isInReach } from "./reach.ts"
import { plinkCommand, sshCommand } from "./ssh-command.ts"
import styles from "./test-login.module.css"
import { type SeenLogin, useWatchedLogin } from "./watch-login.ts"
import { WhyOff } from "./why-off.tsx"

/** Whose keys are listened for: a robot's, or one's own without it. */
type KeyHolderQuery = { readonly account?: string }

type Props = {
  holder?: KeyHolderQuery
  /** A login from before the page began to listen ticks it too. */
  anyTime?: boolean
  /** The private file to sign in with, as a shell is told it; absent: whatever key the program finds. */
  keyFile?: string
  /** What signs in, and in which shell. */
  client?: "ssh" | "ssh-on-windows" | "plink"
}

type ListeningProps = Props & Required<Omit<Props, "keyFile">> & { gateway: Extract<Gateway, { state: "on" }> }

/** Shows how to try a key at the gateway, and ticks when the login really happens. */
export function TestLogin({ holder = {}, anyTime = false, client = "ssh", ...rest }: Props) {
  const { data: gateway } = useQuery(apiQuery(routes.showGateway, {}))
  if (gateway === undefined) return null
  if (gateway.state === "off" || !isInReach(gateway)) {
    return (
      <Alert variant="warn" icon={<IconPlugConnectedX size={18} stroke={1.75} />}>
        {gateway.state === "off" ? <WhyOff gateway={gateway} /> : <OutOfReach />}
      </Alert>
    )
  }
  return <Listening {...rest} gateway={gateway} holder={holder} anyTime={anyTime} client={client} />
}

function Listening({ gateway, holder, anyTime, keyFile, client }: ListeningProps) {
  const { t } = useLingui()
  const seen = useWatchedLogin(holder, anyTime)
  useEffect(() => {
    if (seen === undefined) return
    announce(t`Your key works. ${seen.name} signed in.`)
  }, [seen, t])
  return (
    <div className={styles.box}>
      <p className={styles.explanation}>
        <Trans>
          Run this on the computer that holds the private key. It signs you in to Latchkey itself, says hello and closes
          again. Nothing is changed.
        </Trans>
      </p>
      <CommandBox
        command={client === "plink" ? plinkCommand(gateway, keyFile) : sshCommand(gateway, keyFile)}
        prompt={client === "ssh" ? "$" : "PS>"}
      />
      <div className={styles.state}>{seen === undefined ? <Waiting /> : <Works login={seen} />}</div>
      <details className={styles.disclosure}>
        <summary>
          <IconChevronRight size={14} stroke={2} aria-hidden />
          <Trans>It asks whether to trust the host. Is that right?</Trans>
        </summary>
        <div className={styles.keys}>
          <p>
            <Trans>Yes, when the fingerprint it shows is one of these:</Trans>
          </p>
          <HostKeys hostKeys={gateway.hostKeys} />
        </div>
      </details>
    </div>
  )
}

function Waiting() {
  return (
    <>
      <span className={styles.pulse} aria-hidden="true" />
      <span>
        <Trans>Listening for your key</Trans>
      </span>
      <span className={styles.aside}>
        <Trans>This page updates by itself.</Trans>{" "}
        <GuideLink name="permission-denied">
          <Trans>ssh says no?</Trans>
        </GuideLink>{" "}
        <GuideLink name="putty">
          <Trans>With PuTTY</Trans>
        </GuideLink>
      </span>
    </>
  )
}

function Works({ login: { name, at, from } }: { login: SeenLogin }) {
  return (
    <>
      <IconCircleCheck size={18} stroke={1.75} color="var(--lk-ok)" aria-hidden />
      <span className={styles.done}>
        {from === undefined ? (
          <Trans>
            Your key works. {name} signed in at <Timestamp at={at} form="time" />.
          </Trans>
        ) : (
          <Trans>
            Your key works. {name} signed in from {from} at <Timestamp at={at} form="time" />.
          </Trans>
        )}
      </span>
    </>
  )
}
