import { useLingui } from "@lingui/react/macro"
import { Modal as MantineModal, type ModalProps } from "@mantine/core"

/** Mantine's modal with a close button that has a name; `Dialog` loads it. */
export default function Modal(props: ModalProps) {
  const { t } = useLingui()
  return <MantineModal {...props} closeButtonProps={{ "aria-label": t`Close` }} />
}
