import { type KeyReplacement, routes } from "@latchkey/contract"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Alert, Button } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { useState } from "react"
import { useApiMutation } from "../../../../api.ts"
import { describeFailure } from "../../../../failure.ts"
import { Card } from "../../../../ui/card.tsx"
import { ConfirmDialog } from "../../../../ui/confirm-dialog.tsx"
import { showDone } from "../../../../ui/toasts.tsx"
import { useHolder } from "../../holder.tsx"
import { beforeRemoval, receiptOf } from "../../receipt.tsx"
import styles from "./replace.module.css"
import { progressOf, staleAfterReplacement } from "./replacement.ts"

/** Ends a replacement: without the old key, or as if it had not been. */
export function FinishStep({ replacement }: { replacement: KeyReplacement }) {
  const { t } = useLingui()
  const { key } = useHolder()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [asked, setAsked] = useState<"finish" | "back-out">()
  const finish = useApiMutation(routes.finishReplacement, [])
  const backOut = useApiMutation(routes.backOutReplacement, [])
  const { oldKey, newKey } = replacement
  const { total, inEffect, seen } = progressOf(replacement)
  const missing = total - inEffect
  const unseen = total - seen
  const isFinish = asked === "finish"
  const change = isFinish ? finish : backOut

  async function confirm() {
    const since = beforeRemoval()
    try {
      await change.mutateAsync({ params: oldKey })
    } catch {
      // The dialog shows what it failed with.
      return
    }
    // First away: here the replacement would be missing.
    await navigate(key(isFinish ? newKey.id : oldKey.id))
    if (isFinish) {
      const receipt = receiptOf({ keyIds: [oldKey.id], since })
      showDone(t`${newKey.name} has taken the place of ${oldKey.name}.`, receipt)
    } else showDone(t`Everything is as it was before.`)
    for (const word of staleAfterReplacement) void queryClient.invalidateQueries({ queryKey: [word] })
  }
  return (
    <Card title={t`4. Remove the old key`} padded>
      <div className={styles.step}>
        <p>
          <Trans>Until then both keys work. You can leave this page and come back.</Trans>
        </p>
        <div className={styles.ways}>
          <Button variant="danger" onClick={() => setAsked("finish")}>
            <Trans>Delete {oldKey.name} everywhere</Trans>
          </Button>
          <Button variant="quiet" onClick={() => setAsked("back-out")}>
            <Trans>Back out</Trans>
          </Button>
        </div>
      </div>
      {asked === undefined ? null : (
        <ConfirmDialog
          opened
          title={isFinish ? t`Delete “${oldKey.name}”?` : t`Back out of the replacement?`}
          confirmLabel={isFinish ? t`Delete key` : t`Back out`}
          cancelLabel={isFinish ? t`Keep the key` : t`Go on with it`}
          {...(isFinish && unseen > 0 && { typeToConfirm: oldKey.name })}
          busy={change.isPending}
          onConfirm={() => void confirm()}
          onClose={() => setAsked(undefined)}
        >
          {change.error === null ? null : (
            <Alert variant="bad" role="alert">
              {describeFailure(change.error).message}
            </Alert>
          )}
          <p>
            {isFinish ? (
              <Trans>{newKey.name} opens what accesses to it opened, and is a default key if it was one.</Trans>
            ) : (
              <Trans>The old key opens again what it opened before; the new one only what it opens by itself.</Trans>
            )}
          </p>
          {isFinish && unseen > 0 ? (
            <Alert variant="warn" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
              <Plural
                value={unseen}
                one="The new key was not seen to work in # place."
                other="The new key was not seen to work in # places."
              />{" "}
              {missing === 0 ? null : (
                <Plural value={missing} one="In # it is not in effect yet." other="In # it is not in effect yet." />
              )}
            </Alert>
          ) : null}
        </ConfirmDialog>
      )}
    </Card>
  )
}
