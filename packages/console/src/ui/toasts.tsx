import { Trans } from "@lingui/react/macro"
import { Button, Group, Text } from "@mantine/core"
import { notifications } from "@mantine/notifications"
import { announce } from "./announce.ts"

/** How long a toast stays, in milliseconds; one with an Undo button stays longer. */
const doneFor = 5_000
const undoFor = 10_000

/** Says that something worked. Never the only place where it can be seen. */
export function showDone(message: string): void {
  notifications.show({ message, autoClose: doneFor })
  announce(message)
}

/** Says that something reversible was done, and offers to take it back. */
export function showUndo(message: string, undo: () => void): void {
  const id = notifications.show({
    autoClose: undoFor,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button
          size="xs"
          onClick={() => {
            notifications.hide(id)
            undo()
          }}
        >
          <Trans>Undo</Trans>
        </Button>
      </Group>
    ),
  })
  announce(message)
}

/** Says that something failed; stays until closed. The place it belongs to says it too. */
export function showFailure(message: string): void {
  notifications.show({ message, autoClose: false, color: "var(--lk-bad)" })
}
