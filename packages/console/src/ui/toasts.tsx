import { i18n } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { Trans } from "@lingui/react/macro"
import { Button, Group, Text } from "@mantine/core"
import { randomId } from "@mantine/hooks"
import type { NotificationData } from "@mantine/notifications"
import type { ReactNode } from "react"
import { announce } from "./announce.ts"

/** How long a toast stays, in milliseconds; one with an Undo button stays longer, and one that moves longest. */
const doneFor = 5_000
const undoFor = 10_000
const outcomeFor = 30_000

let needed = false
const listeners = new Set<() => void>()

/** Whether a toast was ever asked for: until then the page does without the code that draws them. */
export function toastsAreNeeded(): boolean {
  return needed
}

export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The code behind toasts, which is no part of the first load. */
export function loadToasts() {
  return import("./toast-stack.tsx")
}

async function show(toast: NotificationData): Promise<void> {
  needed = true
  for (const listener of listeners) listener()
  const { notifications } = await loadToasts()
  notifications.show({ ...toast, closeButtonProps: { "aria-label": i18n._(msg`Close`) } })
}

async function hide(id: string): Promise<void> {
  const { notifications } = await loadToasts()
  notifications.hide(id)
}

/** Says that something worked, and what comes of it. Never the only place where it can be seen. */
export function showDone(message: string, outcome?: ReactNode): void {
  void show(
    outcome === undefined
      ? { message, autoClose: doneFor }
      : {
          autoClose: outcomeFor,
          message: (
            <>
              <Text size="sm">{message}</Text>
              {outcome}
            </>
          ),
        },
  )
  announce(message)
}

/**
 * Says that something reversible was done, and offers to take it back. `outcome` as in `showDone`.
 *
 * @returns takes the toast away, for when what it says is true no more
 */
export function showUndo(message: string, undo: () => void, outcome?: ReactNode): () => void {
  const id = randomId()
  void show({
    id,
    autoClose: outcome === undefined ? undoFor : outcomeFor,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Text size="sm">{message}</Text>
          {outcome}
        </div>
        <Button
          size="xs"
          flex="none"
          onClick={() => {
            void hide(id)
            undo()
          }}
        >
          <Trans>Undo</Trans>
        </Button>
      </Group>
    ),
  })
  announce(message)
  return () => void hide(id)
}

/** Says that something failed; stays until closed. The place it belongs to says it too. */
export function showFailure(message: string): void {
  void show({ message, autoClose: false, color: "var(--lk-bad)" })
}
