import { type Account, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { useApiMutation } from "../../../api.ts"
import { Form } from "../../../forms/form.tsx"
import { LinkShown } from "../../../ui/link-shown.tsx"
import { SecretDialog } from "../../../ui/secret-dialog.tsx"
import { conflictWords, staleAfterChange } from "./use-account-changes.ts"

/** Makes a link with which a person chooses a new password, and shows it this once. */
export function ResetDialog({ account: { id, handle }, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useLingui()
  const offer = useApiMutation(routes.offerPasswordReset, staleAfterChange)
  const { data: link, isPending } = offer
  return (
    <SecretDialog opened onClose={onClose} title={t`New password for ${handle}`} held={isPending || link !== undefined}>
      {link === undefined ? (
        <Form
          failure={offer.error}
          words={conflictWords}
          onSubmit={() => offer.mutate({ params: { id } })}
          dialogButtons={
            <>
              <Button variant="quiet" disabled={isPending} onClick={onClose}>
                <Trans>Cancel</Trans>
              </Button>
              <Button type="submit" variant="filled" loading={isPending} data-autofocus>
                <Trans>Make the link</Trans>
              </Button>
            </>
          }
        >
          <p>
            <Trans>
              The link lets {handle} choose a new password. Until then the old one works. Links for {handle} that were
              made before stop working.
            </Trans>
          </p>
        </Form>
      ) : (
        <LinkShown link={link} onDone={onClose}>
          <Trans>
            Give this link to <strong>{handle}</strong>, by a way that only they read. The new password signs them out
            everywhere else.
          </Trans>
        </LinkShown>
      )}
    </SecretDialog>
  )
}
