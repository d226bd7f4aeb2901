import type { Server } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { Card } from "../../../ui/card.tsx"
import styles from "../servers.module.css"
import { EnrolmentCommand } from "./enrolment-command.tsx"
import { Progress } from "./progress.tsx"
import { WhatChanges } from "./what-changes.tsx"

/** The command that connects a server, how far it has come, and what it changes there. */
export function Enrolling({ server, mayChange }: { server: Server; mayChange: boolean }) {
  const { t } = useLingui()
  return (
    <>
      {mayChange ? (
        <Card title={t`1. Run this on the server`} padded>
          <div className={styles.stack}>
            <EnrolmentCommand server={server} />
          </div>
        </Card>
      ) : null}
      <Progress server={server} isNumbered={mayChange} />
      <WhatChanges />
    </>
  )
}
