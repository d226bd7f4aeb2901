import type { SshKey } from "@latchkey/contract"
import { keyTypes } from "@latchkey/engine"
import { Trans, useLingui } from "@lingui/react/macro"
import { lazy, type ReactNode, Suspense, useMemo } from "react"
import { withServerWords } from "../../../i18n.ts"
import { Card } from "../../../ui/card.tsx"
import { CommandBox } from "../../../ui/command-box.tsx"
import { LongFingerprint } from "../../../ui/fingerprint.tsx"
import { keyBlob } from "../../../ui/key-blob.ts"
import { KeyTypeLabel } from "../../../ui/key-type-label.tsx"
import { LastUsed } from "../../../ui/last-used.tsx"
import { LinkButton } from "../../../ui/link-button.tsx"
import mono from "../../../ui/mono.module.css"
import { Randomart } from "../../../ui/randomart.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { GuideLink } from "../../guides/guide-link.tsx"
import { useHolder } from "../holder.tsx"
import styles from "./detail.module.css"

// With what servers say of logins.
const LastUse = lazy(async () => ({
  default: (await withServerWords(() => import("../servers/last-use.tsx"))).LastUse,
}))

/** What a key is: its picture, its fingerprints, whose it is and until when it works. */
export function IdentityCard({ sshKey, onSetExpiry }: { sshKey: SshKey; onSetExpiry: () => void }) {
  const { mayChange } = useHolder()
  const { handle } = sshKey.owner
  const { name, keyType, bits, fingerprint, md5Fingerprint, comment, createdAt, source, expiresAt, lastUse } = sshKey
  const blob = useMemo(() => keyBlob(sshKey.publicKey), [sshKey.publicKey])
  return (
    <Card className={styles.identity}>
      <div className={styles.picture}>
        <Randomart publicKey={{ type: keyType, bits, blob }} name={name} />
      </div>
      <dl className={styles.facts}>
        <Fact label={<Trans>Type</Trans>}>
          <span>
            <KeyTypeLabel keyType={keyType} bits={bits} />{" "}
            {keyTypes[keyType].family.endsWith("-SK") ? (
              <GuideLink name="hardware-keys">
                <Trans>About hardware keys</Trans>
              </GuideLink>
            ) : null}
          </span>
        </Fact>
        <Fact label="SHA256">
          <LongFingerprint fingerprint={fingerprint} labelled />
        </Fact>
        <Fact label="MD5">
          <span className={styles.md5}>
            <LongFingerprint fingerprint={md5Fingerprint} labelled />
          </span>
        </Fact>
        <Fact label={<Trans>Comment</Trans>}>
          {comment === "" ? (
            <span className={styles.none}>
              <Trans>None</Trans>
            </span>
          ) : (
            <span className={`${mono.mono} ${styles.machine}`}>{comment}</span>
          )}
        </Fact>
        <Fact label={<Trans>Owner</Trans>}>
          <span>
            {source !== "import" ? (
              <Trans>
                {handle}, generated <Timestamp at={createdAt} form="date" />
              </Trans>
            ) : (
              <Trans>
                {handle}, added <Timestamp at={createdAt} form="date" />
              </Trans>
            )}
          </span>
        </Fact>
        <Fact label={<Trans>Expires</Trans>}>
          <ExpiryFact expiresAt={expiresAt} onSetExpiry={mayChange ? onSetExpiry : undefined} />
        </Fact>
        <Fact label={<Trans>Last used</Trans>}>
          <Suspense fallback={<LastUsed use={lastUse} />}>
            <LastUse sshKey={sshKey} />
          </Suspense>
        </Fact>
      </dl>
      <div className={styles.compare}>
        <h3>
          <Trans>Compare on your computer</Trans>
        </h3>
        <p>
          <Trans>Run this where the private key lives. Same picture, same key.</Trans>
        </p>
        <CommandBox command={`ssh-keygen -lvf ~/.ssh/${keyTypes[keyType].defaultFileName}.pub`} />
      </div>
    </Card>
  )
}

function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}

function ExpiryFact({ expiresAt, onSetExpiry }: { expiresAt: string | null; onSetExpiry: (() => void) | undefined }) {
  const { t } = useLingui()
  return (
    <span>
      {expiresAt === null ? <Trans>No expiry.</Trans> : <Timestamp at={expiresAt} form="date" />}{" "}
      {onSetExpiry === undefined ? null : (
        <LinkButton onClick={onSetExpiry}>{expiresAt === null ? t`Set a date` : t`Change it`}</LinkButton>
      )}
    </span>
  )
}
