import type { KeyPolicyPreview } from "@latchkey/contract"
import { type KeyEffect, keyEffects } from "@latchkey/core"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconCircleCheck } from "@tabler/icons-react"
import { Card } from "../../../ui/card.tsx"
import { AffectedTable } from "./affected-table.tsx"
import { BlocklistOutcome } from "./blocklist-outcome.tsx"
import { EffectIcon } from "./effect-icon.tsx"
import styles from "./key-policy.module.css"
import type { PolicyDraft } from "./use-policy-draft.ts"

/** How many accounts are named; the keys below name the rest. */
const accountsNamed = 8

/** What saving would do to the keys that are there, and the button that does it. */
export function PolicyPreview({ preview, draft }: { preview: KeyPolicyPreview; draft: PolicyDraft }) {
  const { t } = useLingui()
  const { counts, total, items, blocklist } = preview
  return (
    <Card title={t`What it changes`}>
      {blocklist === undefined ? null : <BlocklistOutcome outcome={blocklist} />}
      {total === 0 ? (
        <p className={styles.effect}>
          <IconCircleCheck size={18} stroke={1.75} color="var(--lk-ok)" aria-hidden />
          <Trans>No key that is here changes. Keys that are added from now on are held to it.</Trans>
        </p>
      ) : (
        <>
          <ul className={styles.effects}>
            {keyEffects.map((effect) =>
              counts[effect] === 0 ? null : (
                <li key={effect} className={styles.effect}>
                  <EffectIcon effect={effect} />
                  <EffectCount effect={effect} count={counts[effect]} />
                </li>
              ),
            )}
          </ul>
          <Accounts preview={preview} />
          <AffectedTable keys={items} />
          {preview.nextCursor === undefined ? null : (
            <div className={styles.more}>
              <Button size="xs" loading={draft.loadingMore} onClick={draft.more}>
                <Trans>Show more</Trans>
              </Button>
              <span className={styles.note}>
                <Trans>
                  {items.length} of {total}
                </Trans>
              </span>
            </div>
          )}
        </>
      )}
      <div className={styles.footer}>
        <Button variant="quiet" onClick={draft.back}>
          <Trans>Back to the policy</Trans>
        </Button>
        <Button variant={counts.stops > 0 ? "danger" : "filled"} loading={draft.saving} onClick={draft.save}>
          {counts.stops > 0 ? (
            <Plural value={counts.stops} one="Save and stop # key" other="Save and stop # keys" />
          ) : (
            <Trans>Save the policy</Trans>
          )}
        </Button>
      </div>
    </Card>
  )
}

function EffectCount({ effect, count }: { effect: KeyEffect; count: number }) {
  switch (effect) {
    case "stops":
      return <Plural value={count} one="# key stops opening" other="# keys stop opening" />
    case "expires_earlier":
      return <Plural value={count} one="# key expires earlier" other="# keys expire earlier" />
    case "turns_weak":
      return <Plural value={count} one="# key is marked weak" other="# keys are marked weak" />
    case "opens_again":
      return <Plural value={count} one="# key opens again" other="# keys open again" />
    case "turns_good":
      return <Plural value={count} one="# key is weak no longer" other="# keys are weak no longer" />
  }
}

function Accounts({ preview: { accounts, accountTotal } }: { preview: KeyPolicyPreview }) {
  const { i18n } = useLingui()
  const named = accounts.slice(0, accountsNamed).map(({ handle, counts }) => {
    const keys = keyEffects.reduce((sum, effect) => sum + counts[effect], 0)
    return `${handle} (${i18n.number(keys)})`
  })
  const rest = accountTotal - named.length
  return (
    <p className={styles.accounts}>
      <Trans>Of these accounts: {named.join(", ")}</Trans>
      {rest === 0 ? null : (
        <>
          {" "}
          <Plural value={rest} one="and # more" other="and # more" />
        </>
      )}
    </p>
  )
}
