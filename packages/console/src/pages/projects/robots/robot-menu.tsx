import type { Robot } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { ActionIcon, Menu } from "@mantine/core"
import { IconBan, IconCircleCheck, IconDots, IconTrash } from "@tabler/icons-react"
import { useRobotChanges } from "./use-robot-changes.ts"

/** What members do about one robot; `onPage` is its form beside a page's buttons, which leaves out what those do. */
export function RobotMenu({
  robot,
  onDelete,
  onPage = false,
}: {
  robot: Robot
  onDelete: () => void
  onPage?: boolean
}) {
  const { t } = useLingui()
  const changes = useRobotChanges()
  return (
    <Menu width={200}>
      <Menu.Target>
        <ActionIcon
          aria-label={t`Actions for ${robot.handle}`}
          {...(onPage && { variant: "default", "data-icon-only": true })}
        >
          <IconDots size={18} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {onPage ? null : (
          <>
            {robot.disabledAt === null ? (
              <Menu.Item leftSection={<IconBan size={16} />} onClick={() => changes.disable(robot)}>
                <Trans>Disable</Trans>
              </Menu.Item>
            ) : (
              <Menu.Item leftSection={<IconCircleCheck size={16} />} onClick={() => changes.enable(robot)}>
                <Trans>Enable</Trans>
              </Menu.Item>
            )}
            <Menu.Divider />
          </>
        )}
        <Menu.Item data-danger leftSection={<IconTrash size={16} />} onClick={onDelete}>
          <Trans>Delete</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
