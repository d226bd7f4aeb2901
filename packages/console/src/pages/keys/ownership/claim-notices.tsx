import { type KeyClaim, routes } from "@latchkey/contract"
import { dismissingSide } from "@latchkey/core"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert, Button } from "@mantine/core"
import { IconClock, IconReplace, IconSignature } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { lazy, type ReactNode, Suspense, useState } from "react"
import { apiQuery, useApiMutation } from "../../../api.ts"
import { ShortFingerprint } from "../../../ui/fingerprint.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { useHolder } from "../holder.tsx"
import styles from "./ownership.module.css"
import { subjectOfLine } from "./verify-subject.ts"

const VerifyDialog = lazy(async () => ({ default: (await import("./verify-dialog.tsx")).VerifyDialog }))

/**
 * What other accounts say of the account's keys, and what became of its own claims, until somebody has seen it; of one key
 * alone with `fingerprint`.
 */
export default function ClaimNotices({ fingerprint }: { fingerprint?: string }) {
  const { query } = useHolder()
  const { data } = useQuery(apiQuery(routes.listKeyClaims, { query }))
  const isAbout = (claim: KeyClaim) => fingerprint === undefined || claim.fingerprint === fingerprint
  const told = data?.items.filter((claim) => isTold(claim) && isAbout(claim)) ?? []
  // Here and not in the notice, which goes once the proof is there: the dialog stays to say so.
  const [proving, setProving] = useState<KeyClaim>()
  return (
    <>
      {told.length === 0 ? null : (
        <div className={styles.notices}>
          {told.map((claim) => (
            <Notice key={claim.id} claim={claim} onProve={() => setProving(claim)} />
          ))}
        </div>
      )}
      {proving === undefined ? null : (
        <Suspense>
          <VerifyDialog
            opened
            subject={subjectOfLine(proving, proving.keyName)}
            onClose={() => setProving(undefined)}
          />
        </Suspense>
      )}
    </>
  )
}

/** Whether this side of a claim has something to hear: the one that settled it knows. */
function isTold({ side, state }: KeyClaim): boolean {
  return state === "waiting" || dismissingSide(state) === side
}

type NoticeProps = { claim: KeyClaim; onProve: () => void }

function Notice({ claim, onProve }: NoticeProps) {
  if (claim.state !== "waiting") return <Settled claim={claim} />
  return claim.side === "holder" ? <AskedForProof claim={claim} onProve={onProve} /> : <Waiting claim={claim} />
}

function AskedForProof({ claim, onProve }: NoticeProps) {
  const { mayChange } = useHolder()
  const { keyName, takesEffectAt } = claim
  return (
    <Alert
      variant="warn"
      icon={<IconClock size={18} stroke={1.75} />}
      title={<Trans>Another account proved that it holds “{keyName}”</Trans>}
    >
      <Trans>
        It gets the key <Timestamp at={takesEffectAt} />, and then the key opens nothing of yours. Prove that it is
        yours too, and it stays. If you do not know why somebody else has it, delete it.
      </Trans>
      {!mayChange ? null : (
        <div className={styles.answers}>
          <Button size="xs" leftSection={<IconSignature size={16} stroke={1.75} />} onClick={onProve}>
            <Trans>Verify ownership</Trans>
          </Button>
        </div>
      )}
    </Alert>
  )
}

function Waiting({ claim }: { claim: KeyClaim }) {
  const { t } = useLingui()
  const { fingerprint, takesEffectAt } = claim
  return (
    <Dismissible claim={claim} label={t`Take it back`} icon={<IconClock size={18} stroke={1.75} />}>
      <Trans>
        You proved that you hold <ShortFingerprint fingerprint={fingerprint} />. Unless the account that has it now
        proves the same, it is yours <Timestamp at={takesEffectAt} />.
      </Trans>
    </Dismissible>
  )
}

function Settled({ claim }: { claim: KeyClaim }) {
  const { t } = useLingui()
  const { fingerprint, keyName, provenAt, reason } = claim
  return (
    <Dismissible claim={claim} label={t`Dismiss`} icon={<IconReplace size={18} stroke={1.75} />}>
      {claim.state === "taken_over" ? (
        <Trans>
          “{keyName}” went to another account, which proved <Timestamp at={provenAt} /> that it holds the key. It opens
          nothing of yours any more.
        </Trans>
      ) : claim.state === "kept" ? (
        <Trans>
          The account that has <ShortFingerprint fingerprint={fingerprint} /> proved that the key is its own. It stays
          there.
        </Trans>
      ) : (
        <Trans>
          <ShortFingerprint fingerprint={fingerprint} /> could not be added to your keys:{" "}
          <span lang="en">{reason}</span>
        </Trans>
      )}
    </Dismissible>
  )
}

type DismissibleProps = { claim: KeyClaim; label: string; icon: ReactNode; children: ReactNode }

function Dismissible({ claim, label, icon, children }: DismissibleProps) {
  const { mayChange } = useHolder()
  const dismiss = useApiMutation(routes.dismissKeyClaim, ["key-claims"])
  return (
    <Alert icon={icon}>
      {children}
      {!mayChange ? null : (
        <div className={styles.answers}>
          <Button size="xs" loading={dismiss.isPending} onClick={() => dismiss.mutate({ params: { id: claim.id } })}>
            {label}
          </Button>
        </div>
      )}
    </Alert>
  )
}
