import { accountId, createRobot, deleteRobot, disableRobot, enableRobot, listRobots, projectId } from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { renderListedRobot, renderRobot } from "./render/account.ts"

type RobotRoutes = "listRobots" | "createRobot" | "disableRobot" | "enableRobot" | "deleteRobot"

export const robotHandlers: Handlers<RobotRoutes> = {
  async listRobots({ context, actor, params }) {
    return { items: (await listRobots(context, actor, projectId(params.id))).map(renderListedRobot) }
  },

  async createRobot({ context, actor, params, body }) {
    return renderRobot(await createRobot(context, actor, projectId(params.id), body))
  },

  async disableRobot({ context, actor, params }) {
    return renderRobot(await disableRobot(context, actor, projectId(params.id), accountId(params.accountId)))
  },

  async enableRobot({ context, actor, params }) {
    return renderRobot(await enableRobot(context, actor, projectId(params.id), accountId(params.accountId)))
  },

  async deleteRobot({ context, actor, params }) {
    await deleteRobot(context, actor, projectId(params.id), accountId(params.accountId))
  },
}
