import type { SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Text } from "@mantine/core"
import { useQueryClient } from "@tanstack/react-query"
import { describeFailure } from "../../../failure.ts"
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import { GuideLink } from "../../guides/guide-link.tsx"
import { closedPlacesQuery } from "./closed-places.ts"
import { useKeyDeletion } from "./key-deletion.ts"
import { LostAccess } from "./lost-access.tsx"

type Props = { opened: boolean; sshKey: SshKey; onClose: () => void; onDeleted: () => void | Promise<void> }

/** Shows what a key opens before it is deleted; its name must be typed. */
export function DeleteDialog({ opened, sshKey, onClose, onDeleted }: Props) {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const deletion = useKeyDeletion(sshKey.id, async () => {
    const closed = queryClient.getQueryData(closedPlacesQuery([sshKey]).queryKey)
    onClose()
    await onDeleted()
    showDone(
      closed?.places.length === 0
        ? t`${sshKey.name} no longer opens anything.`
        : t`${sshKey.name} is deleted. Servers refuse it once they have heard.`,
    )
  })

  return (
    <ConfirmDialog
      opened={opened}
      title={t`Delete “${sshKey.name}”?`}
      confirmLabel={t`Delete key`}
      cancelLabel={t`Keep the key`}
      typeToConfirm={sshKey.name}
      busy={deletion.isPending}
      onConfirm={() => deletion.mutate()}
      onClose={() => {
        deletion.reset()
        onClose()
      }}
    >
      <Text c="dimmed">
        <Trans>This key stops working at once. Sessions that are already open stay open.</Trans>{" "}
        <GuideLink name="lost-key">
          <Trans>What to do about a lost key</Trans>
        </GuideLink>
      </Text>
      <LostAccess keys={[sshKey]} />
      {deletion.error === null ? null : (
        <Text c="var(--lk-bad)" size="sm" role="alert">
          {describeFailure(deletion.error).message}
        </Text>
      )}
    </ConfirmDialog>
  )
}
