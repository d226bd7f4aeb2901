import type { KeyPolicyState } from "@latchkey/contract"
import { Trans } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { useEffect, useRef } from "react"
import { Card } from "../../../ui/card.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { BlocklistCard } from "./blocklist-card.tsx"
import { ChangedMeanwhile } from "./changed-meanwhile.tsx"
import styles from "./key-policy.module.css"
import { PolicyFields } from "./policy-fields.tsx"
import { PolicyPreview } from "./policy-preview.tsx"
import { SaveFailure } from "./save-failure.tsx"
import { usePolicyDraft } from "./use-policy-draft.ts"

/** Changes the policy in two steps: what a change does is shown before it can be saved. */
export function PolicyEditor({ current }: { current: KeyPolicyState }) {
  const draft = usePolicyDraft(current)
  const { preview, previewing, failure, isChanged } = draft
  const shown = useRef<HTMLElement>(null)
  useEffect(() => {
    if (preview === undefined) return
    shown.current?.scrollIntoView({ block: "nearest" })
    shown.current?.focus({ preventScroll: true })
  }, [preview])

  return (
    <div className={styles.page}>
      <ChangedMeanwhile current={current} draft={draft} />
      <Card padded>
        <PolicyFields policy={draft.policy} onChange={draft.setPolicy} />
      </Card>
      <BlocklistCard current={current} draft={draft} />
      <SaveFailure failure={failure} />
      {preview === undefined ? (
        <div className={styles.bar}>
          <span className={styles.note}>
            <LastChange change={current.lastChange} />
          </span>
          {isChanged ? (
            <Button variant="quiet" onClick={draft.reset}>
              <Trans>Discard changes</Trans>
            </Button>
          ) : null}
          <Button
            variant="filled"
            aria-disabled={!isChanged || undefined}
            loading={previewing}
            onClick={() => (isChanged ? draft.look() : undefined)}
          >
            <Trans>Show what it changes</Trans>
          </Button>
        </div>
      ) : (
        <section ref={shown} tabIndex={-1} className={styles.preview}>
          <PolicyPreview preview={preview} draft={draft} />
        </section>
      )}
    </div>
  )
}

function LastChange({ change }: { change: KeyPolicyState["lastChange"] }) {
  if (change === null) return <Trans>Nobody has changed the policy yet.</Trans>
  return (
    <Trans>
      Last changed by {change.by}, <Timestamp at={change.at} />
    </Trans>
  )
}
