import { projectKinds, projectRoles } from "@latchkey/core"
import { z } from "zod"
import { ListedRobot } from "./account.ts"
import { id, timestamp } from "./time.ts"

const role = z.enum(projectRoles)
const name = z.string().max(1000)

export const Project = z
  .object({
    id,
    name: z.string(),
    kind: z.enum(projectKinds),
    serverQuota: z.int(),
    createdAt: timestamp,
    role: role.meta({ description: "what whoever asks is in it" }),
  })
  .meta({ id: "Project" })
export type Project = z.infer<typeof Project>

export const ProjectList = z.object({ items: z.array(Project) }).meta({ id: "ProjectList" })

export const ProjectRequest = z.strictObject({ name }).meta({ id: "ProjectRequest" })

/** The path of a member or a robot in a project. */
export const inProject = z.object({ id, accountId: id })

/** The path of an invitation to a project. */
export const projectLink = z.object({ id, linkId: id })

export const Member = z
  .object({
    account: z.object({ id, handle: z.string(), displayName: z.string(), disabledAt: timestamp.nullable() }),
    role,
    since: timestamp,
  })
  .meta({ id: "Member" })
export type Member = z.infer<typeof Member>

export const MemberList = z.object({ items: z.array(Member) }).meta({ id: "MemberList" })

export const RoleChange = z.strictObject({ role }).meta({ id: "RoleChange" })

export const OwnerRequest = z.strictObject({ accountId: id }).meta({ id: "OwnerRequest" })

export const RobotRequest = z
  .strictObject({ handle: z.string().max(100), displayName: z.string().trim().min(1).max(100) })
  .meta({ id: "RobotRequest" })

export const RobotList = z.object({ items: z.array(ListedRobot) }).meta({ id: "RobotList" })
