import type { Offboarding } from "@latchkey/contract"
import { Trans } from "@lingui/react/macro"
import { Alert, Button } from "@mantine/core"
import { IconAlertTriangle, IconUserCheck } from "@tabler/icons-react"
import { useState } from "react"
import { Card } from "../../../ui/card.tsx"
import { AssignOwnerDialog } from "./assign-owner-dialog.tsx"
import styles from "./people.module.css"

type Facts = Pick<Offboarding, "account" | "ownedAlone">

/** Says which projects an account's leaving leaves to nobody; nothing where there are none. */
export function OwnedAloneNote({ ownedAlone }: Pick<Facts, "ownedAlone">) {
  if (ownedAlone.length === 0) return null
  const names = ownedAlone.map(({ name }) => name).join(", ")
  return (
    <Alert variant="warn" icon={<IconAlertTriangle size={18} stroke={1.75} />}>
      <Trans>
        Nobody else owns these projects: {names}. Without an owner nobody can manage their members. Once the account is
        disabled, its page lets you name another one.
      </Trans>
    </Alert>
  )
}

/** The projects that nobody owns but this account: a note while it is enabled, and a way to give them away once it is not. */
export function OwnedAlone({ account, ownedAlone }: Facts) {
  const [project, setProject] = useState<Facts["ownedAlone"][number]>()
  const close = () => setProject(undefined)
  if (account.disabledAt === null) return <OwnedAloneNote ownedAlone={ownedAlone} />
  return (
    <>
      {ownedAlone.length === 0 ? null : (
        <Card title={<Trans>Projects without an owner</Trans>}>
          <p className={styles.explanation}>
            <Trans>Every owner of these is disabled, so nobody can manage their members.</Trans>
          </p>
          <ul className={styles.orphans}>
            {ownedAlone.map((orphan) => (
              <li key={orphan.id}>
                <span>{orphan.name}</span>
                <Button
                  size="xs"
                  leftSection={<IconUserCheck size={16} stroke={1.75} />}
                  onClick={() => setProject(orphan)}
                >
                  <Trans>Name an owner</Trans>
                </Button>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {project === undefined ? null : <AssignOwnerDialog project={project} onClose={close} />}
    </>
  )
}
