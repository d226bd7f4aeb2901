import type { SshKey } from "@latchkey/contract"
import { Trans } from "@lingui/react/macro"
import { IconCircleCheck } from "@tabler/icons-react"
import { paths } from "../../paths.ts"
import { Card } from "../../ui/card.tsx"
import { LastUsed } from "../../ui/last-used.tsx"
import { TextLink } from "../../ui/links.tsx"
import styles from "./overview.module.css"

/** What is left of the first steps when they are done: which key signed in last. */
export function AllSet({ sshKey: { id, name, lastUse } }: { sshKey: SshKey }) {
  return (
    <Card className={styles.allSet}>
      <IconCircleCheck size={18} stroke={1.75} color="var(--lk-ok)" aria-hidden />
      <strong>
        <Trans>You are set.</Trans>
      </strong>
      <span className={styles.note}>
        <Trans>
          Last sign-in:{" "}
          <TextLink to={paths.key} params={{ keyId: id }} inherit>
            {name}
          </TextLink>
          , <LastUsed use={lastUse} />
        </Trans>
      </span>
    </Card>
  )
}
