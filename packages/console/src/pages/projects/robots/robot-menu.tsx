import type { Robot } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Menu } from "@mantine/core"
import { IconBan, IconCircleCheck, IconTrash } from "@tabler/icons-react"
import { ActionsMenu } from "../../../ui/actions-menu.tsx"
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
    <ActionsMenu label={t`Actions for ${robot.handle}`} width={200} onPage={onPage}>
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
    </ActionsMenu>
  )
}
