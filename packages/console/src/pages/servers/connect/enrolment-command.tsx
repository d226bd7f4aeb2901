import { routes, type Server } from "@latchkey/contract"
import { Trans } from "@lingui/react/macro"
import { Alert, Anchor, Button } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { isLoopback } from "../../../loopback.ts"
import { staleAfterServerChange } from "../../../servers.ts"
import { Timestamp } from "../../../ui/timestamp.tsx"
import styles from "../servers.module.css"
import { CommandForms } from "./command-forms.tsx"
import { useKeepEnrolment, useKeptEnrolment } from "./kept-enrolment.ts"
import { useHasPassed } from "./use-has-passed.ts"

/** The command that connects a server, as long as it works, and the way to a new one. */
export function EnrolmentCommand({ server: { id } }: { server: Server }) {
  const keep = useKeepEnrolment()
  const enrolment = useKeptEnrolment(id)
  const offer = useApiMutation(routes.offerEnrolment, staleAfterServerChange)
  const hasExpired = useHasPassed(enrolment?.expiresAt)
  const make = () => offer.mutate({ params: { id } }, { onSuccess: (made) => keep(id, made) })
  const isShown = enrolment !== undefined && !hasExpired
  return (
    <>
      {isShown ? <CommandForms enrolment={enrolment} /> : null}
      <p className={styles.hint}>
        {isShown ? (
          <Trans>
            Works once, until <Timestamp at={enrolment.expiresAt} form="time" />.{" "}
            <Anchor href={enrolment.url} target="_blank" rel="noreferrer" inherit>
              Read the script first
            </Anchor>
          </Trans>
        ) : enrolment === undefined ? (
          <Trans>The command is shown to whoever makes it, and to nobody else. A new one takes its place.</Trans>
        ) : (
          <Trans>This command has expired.</Trans>
        )}
      </p>
      {isShown && isLoopback(new URL(enrolment.url).hostname) ? (
        <Alert variant="warn" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
          <Trans>
            This command reaches Latchkey from the machine that Latchkey runs on, and from no other. For servers, give
            Latchkey an address that they reach: <code>LATCHKEY_PUBLIC_URL</code>.
          </Trans>
        </Alert>
      ) : null}
      {offer.error === null ? null : (
        <Alert variant="bad" role="alert">
          {describeFailure(offer.error).message} {describeFailure(offer.error).hint}
        </Alert>
      )}
      {isShown ? null : (
        <Button variant="filled" loading={offer.isPending} onClick={make}>
          <Trans>Make a new command</Trans>
        </Button>
      )}
    </>
  )
}
