import type { ModalProps } from "@mantine/core"
import { Dialog } from "./dialog.tsx"

type Props = Pick<ModalProps, "opened" | "onClose" | "title" | "children"> & {
  /** Whether the secret is being made, or shown: it cannot be asked for again. */
  held: boolean
}

/** A dialog that makes a secret and shows it this once; a stray click or Escape would lose it for good. */
export function SecretDialog({ held, ...props }: Props) {
  return <Dialog size={520} closeOnClickOutside={!held} closeOnEscape={!held} withCloseButton={!held} {...props} />
}
