import type { KeyReplacement } from "@latchkey/contract"
import { Trans } from "@lingui/react/macro"
import { IconCircleCheck, IconKeyOff } from "@tabler/icons-react"
import { paths } from "../../../../paths.ts"
import { EmptyState } from "../../../../ui/empty-state.tsx"
import { ButtonLink } from "../../../../ui/links.tsx"
import { useHolder } from "../../holder.tsx"

type Props = {
  /** As it was shown last, if it ever was. */
  last: KeyReplacement | undefined
  isOldKeyGone: boolean
}

/** What stands in place of a replacement that is no more: how it ended, and the way on. */
export function Ended({ last, isOldKeyGone }: Props) {
  const { key, list } = useHolder()
  const icon = { size: 28, stroke: 1.75, "aria-hidden": true } as const
  const activity = (
    <ButtonLink to={paths.activity}>
      <Trans>Go to Activity</Trans>
    </ButtonLink>
  )
  if (last === undefined) {
    return (
      <EmptyState
        icon={<IconKeyOff {...icon} />}
        title={<Trans>There is no such key. It may have been replaced or deleted.</Trans>}
        actions={
          <>
            <ButtonLink {...list}>
              <Trans>Go to Keys</Trans>
            </ButtonLink>
            {activity}
          </>
        }
      />
    )
  }
  const { oldKey, newKey } = last
  return (
    <div role="status">
      <EmptyState
        icon={<IconCircleCheck {...icon} />}
        title={
          isOldKeyGone ? (
            <Trans>This is finished: {oldKey.name} is deleted.</Trans>
          ) : (
            <Trans>Somebody has backed out of this: {oldKey.name} opens again what it opened before.</Trans>
          )
        }
        actions={
          <>
            <ButtonLink {...key(isOldKeyGone ? newKey.id : oldKey.id)}>
              {isOldKeyGone ? <Trans>Go to {newKey.name}</Trans> : <Trans>Go to {oldKey.name}</Trans>}
            </ButtonLink>
            {activity}
          </>
        }
      />
    </div>
  )
}
