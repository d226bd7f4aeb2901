import type { Server, UnlockOffer } from "@latchkey/contract"
import { Trans } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { CommandBox } from "../../../ui/command-box.tsx"
import dialog from "../../../ui/dialog.module.css"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { useHasPassed } from "../connect/use-has-passed.ts"
import styles from "../servers.module.css"

type Props = {
  server: Server
  loginUser: string
  offer: UnlockOffer
  /** Leads back to where letters are made. */
  onAgain: () => void
  onDone: () => void
}

/** What to type at the server's console, as long as it works. */
export function UnlockLetters({ server, loginUser, offer: { letters, expiresAt }, onAgain, onDone }: Props) {
  const hasExpired = useHasPassed(expiresAt)
  const grouped = letters.match(/.{1,4}/g)?.join(" ") ?? letters
  return (
    <>
      <div className={dialog.body}>
        {hasExpired ? (
          <p role="alert">
            <Trans>These letters have expired.</Trans>
          </p>
        ) : (
          <>
            <p>
              <Trans>
                Type this at the console of {server.name}, as root or with <code>sudo</code> before it.
              </Trans>
            </p>
            <CommandBox prompt="#" command={`latchkey-unlock ${grouped}`} />
            <p className={styles.hint}>
              <Trans>
                They work once, until <Timestamp at={expiresAt} form="time" />, and are not shown again. The console
                says when the key opens <code>{loginUser}</code>.
              </Trans>
            </p>
          </>
        )}
      </div>
      <div className={dialog.footer}>
        {hasExpired ? (
          <Button onClick={onAgain}>
            <Trans>Make new letters</Trans>
          </Button>
        ) : null}
        <Button variant="filled" onClick={onDone}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </>
  )
}
