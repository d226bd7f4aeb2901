import { routes, type Server } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert, Anchor, Button } from "@mantine/core"
import { useEffect, useState } from "react"
import { useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { staleAfterServerChange } from "../../../servers.ts"
import { Card } from "../../../ui/card.tsx"
import { CommandBox } from "../../../ui/command-box.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import styles from "../servers.module.css"
import { useKeepEnrolment, useKeptEnrolment } from "./kept-enrolment.ts"
import { WhatChanges } from "./what-changes.tsx"

/** The command that connects a server, and that the page waits for it to be run. */
export function Enrolling({ server, mayChange }: { server: Server; mayChange: boolean }) {
  const { t } = useLingui()
  return (
    <>
      {mayChange ? <EnrolmentCommand server={server} /> : null}
      <WhatChanges />
      <Card title={t`Latchkey hears from it`} padded>
        <div className={styles.stack}>
          <p className={styles.waiting}>
            <Trans>Waiting for the server</Trans>
          </p>
          <p className={styles.hint}>
            <Trans>
              This page updates by itself, and you can leave it. Nothing after two minutes? The server needs to reach{" "}
              <code>{location.host}</code>.
            </Trans>
          </p>
        </div>
      </Card>
    </>
  )
}

function EnrolmentCommand({ server: { id } }: { server: Server }) {
  const { t } = useLingui()
  const keep = useKeepEnrolment()
  const enrolment = useKeptEnrolment(id)
  const offer = useApiMutation(routes.offerEnrolment, staleAfterServerChange)
  const hasExpired = useHasPassed(enrolment?.expiresAt)
  const make = () => offer.mutate({ params: { id } }, { onSuccess: (made) => keep(id, made) })
  const isShown = enrolment !== undefined && !hasExpired
  return (
    <Card title={t`Run this on the server`} padded>
      <div className={styles.stack}>
        {isShown ? <CommandBox command={enrolment.command} /> : null}
        <p className={styles.hint}>
          {isShown ? (
            <Trans>
              Works once, until <Timestamp at={enrolment.expiresAt} form="time" />.{" "}
              <Anchor href={enrolment.url} target="_blank" rel="noreferrer" inherit>
                Read the script first
              </Anchor>
            </Trans>
          ) : enrolment === undefined ? (
            <Trans>The command was shown to whoever made it, and to nobody else. A new one takes its place.</Trans>
          ) : (
            <Trans>This command has expired.</Trans>
          )}
        </p>
        {offer.error === null ? null : (
          <Alert variant="bad" role="alert">
            {describeFailure(offer.error).message}
          </Alert>
        )}
        {isShown ? null : (
          <Button variant="filled" loading={offer.isPending} onClick={make}>
            <Trans>Make a new command</Trans>
          </Button>
        )}
      </div>
    </Card>
  )
}

function useHasPassed(at: string | undefined): boolean {
  const left = at === undefined ? 0 : Date.parse(at) - Date.now()
  const [, look] = useState(0)
  useEffect(() => {
    if (left <= 0) return
    const timer = setTimeout(() => look((count) => count + 1), left)
    return () => clearTimeout(timer)
  }, [left])
  return left <= 0
}
