import { byId, nothing, type Route } from "../route.ts"
import { Robot } from "../schemas/account.ts"
import * as project from "../schemas/project.ts"

/** The robots of a project. Their keys and tokens are reached by the routes of keys and tokens, with `account`. */
export const robotRoutes = {
  listRobots: {
    method: "GET",
    path: "/projects/:id/robots",
    access: "projects:write",
    status: 200,
    errors: ["forbidden", "not_found"],
    summary: "The robots of a project",
    params: byId,
    response: project.RobotList,
  },
  createRobot: {
    method: "POST",
    path: "/projects/:id/robots",
    access: "projects:write",
    status: 201,
    errors: ["forbidden", "not_found", "conflict", "quota_exceeded"],
    summary: "Create a robot in a project",
    params: byId,
    body: project.RobotRequest,
    response: Robot,
  },
  disableRobot: {
    method: "POST",
    path: "/projects/:id/robots/:accountId/disable",
    access: "projects:write",
    status: 200,
    errors: ["forbidden", "not_found"],
    summary: "Let a robot open nothing, and keep it",
    params: project.inProject,
    response: Robot,
  },
  enableRobot: {
    method: "POST",
    path: "/projects/:id/robots/:accountId/enable",
    access: "projects:write",
    status: 200,
    errors: ["forbidden", "not_found"],
    summary: "Let a disabled robot open again",
    params: project.inProject,
    response: Robot,
  },
  deleteRobot: {
    method: "DELETE",
    path: "/projects/:id/robots/:accountId",
    access: "projects:write",
    status: 204,
    errors: ["forbidden", "not_found"],
    summary: "Delete a robot with its keys and tokens",
    params: project.inProject,
    response: nothing,
  },
} as const satisfies Record<string, Route>
