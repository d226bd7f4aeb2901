import { Trans } from "@lingui/react/macro"
import { Button } from "@mantine/core"

type Props = { submitLabel: string; busy: boolean; onCancel: () => void }

/** The two buttons of a form in a dialog: away without a change, until the change is sent, and the one that submits it. */
export function DialogButtons({ submitLabel, busy, onCancel }: Props) {
  return (
    <>
      <Button variant="quiet" disabled={busy} onClick={onCancel}>
        <Trans>Cancel</Trans>
      </Button>
      <Button type="submit" variant="filled" loading={busy}>
        {submitLabel}
      </Button>
    </>
  )
}
