import { Plural, Trans } from "@lingui/react/macro"
import { Badge } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import styles from "../changes/changes.module.css"

/** That nobody can get in any more. */
export function LastWayIn() {
  return (
    <Badge
      variant="bad"
      classNames={{ root: styles.lastWayIn, label: styles.lastWayInWords }}
      leftSection={<IconAlertTriangle size={14} stroke={2} />}
    >
      <Trans>None. No other key opens it</Trans>
    </Badge>
  )
}

/** The keys, at least one, that still open something. */
export function RemainingKeys({ names }: { names: readonly string[] }) {
  const [first, ...others] = names
  const more = others.length
  return (
    <span className={styles.remaining}>
      {more === 0 ? (
        first
      ) : (
        <Trans>
          {first} and <Plural value={more} one="# more" other="# more" />
        </Trans>
      )}
    </span>
  )
}
