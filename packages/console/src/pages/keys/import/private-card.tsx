import { Trans } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconLock } from "@tabler/icons-react"
import { ShortFingerprint } from "../../../ui/fingerprint.tsx"
import { KeyTypeLabel } from "../../../ui/key-type-label.tsx"
import { type CardActions, CardFrame } from "./card-frame.tsx"
import styles from "./import.module.css"
import type { PrivateCard } from "./import-cards.ts"
import { MoreAbout } from "./verdict-note.tsx"

/** A private key that was caught: says that it went nowhere, and offers its public half. */
export function PrivateItem({ card, actions }: { card: PrivateCard; actions: CardActions }) {
  const { half, encrypted, format } = card.found
  // ssh-keygen -y takes every format but ssh.com's.
  const command = format === "sshcom" ? "puttygen FILE -L" : "ssh-keygen -y -f FILE"
  return (
    <CardFrame
      card={card}
      actions={actions}
      picture={
        <div className={styles.lock}>
          <IconLock stroke={1.75} aria-hidden />
        </div>
      }
      head={
        <h3>
          <Trans>This is your private key. It has not been sent anywhere.</Trans>
        </h3>
      }
    >
      <p className={styles.story}>
        {card.fileName === undefined ? (
          <Trans>
            We spotted it in this browser, removed it from the box above and kept no copy. Latchkey only ever needs the
            public half: the line that starts with <code>ssh-</code> or the file that ends in <code>.pub</code>.
          </Trans>
        ) : (
          <Trans>
            We spotted it in the file {card.fileName} in this browser and kept no copy. Latchkey only ever needs the
            public half: the line that starts with <code>ssh-</code> or the file that ends in <code>.pub</code>.
          </Trans>
        )}
        {half === undefined ? (
          <>
            {" "}
            {encrypted ? (
              <Trans>
                Its public half cannot be read without the passphrase. Run <code>{command}</code> and paste the result.
              </Trans>
            ) : (
              <Trans>
                Its public half cannot be read here. Run <code>{command}</code> and paste the result.
              </Trans>
            )}
          </>
        ) : null}{" "}
        <MoreAbout section="private-key" />
      </p>
      {half === undefined ? null : (
        <div className={styles.half}>
          <Button size="xs" onClick={() => actions.takeHalf(half.fingerprint)}>
            <Trans>Import its public half instead</Trans>
          </Button>
          <KeyTypeLabel keyType={half.key.type} bits={half.key.bits} />
          <ShortFingerprint fingerprint={half.fingerprint} />
        </div>
      )}
    </CardFrame>
  )
}
