import { languages, projectRoles } from "@latchkey/core"
import { z } from "zod"
import { id, timestamp } from "./time.ts"

/** 43 characters, and room for what somebody pasted around them to be answered as any wrong secret. */
const secret = z.string().max(200).meta({ description: "what stands after the # of a link" })
const password = z.string().max(4096)

export const LinkSecret = z.strictObject({ secret }).meta({ id: "LinkSecret" })

export const LinkPurpose = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.enum(["invitation", "password_reset"]),
      handle: z.string(),
      from: z.string().meta({ description: "the display name of whoever made the link" }),
      expiresAt: timestamp,
    }),
    z.object({
      kind: z.literal("project_invitation"),
      projectName: z.string(),
      role: z.enum(projectRoles),
      from: z.string(),
      expiresAt: timestamp,
    }),
  ])
  .meta({ id: "LinkPurpose" })
export type LinkPurpose = z.infer<typeof LinkPurpose>

export const AdminLink = z
  .object({
    id,
    kind: z.enum(["invitation", "password_reset"]),
    handle: z.string(),
    createdBy: z.string().meta({ description: "a handle" }),
    createdAt: timestamp,
    expiresAt: timestamp,
  })
  .meta({ id: "AdminLink" })
export type AdminLink = z.infer<typeof AdminLink>

export const AdminLinkList = z.object({ items: z.array(AdminLink) }).meta({ id: "AdminLinkList" })

/** A link just made: whoever has its address can use it, once. */
export const NewLink = z
  .object({ id, url: z.string().meta({ description: "shown this once" }), expiresAt: timestamp })
  .meta({ id: "NewLink" })
export type NewLink = z.infer<typeof NewLink>

export const InvitationRequest = z.strictObject({ handle: z.string().max(100) }).meta({ id: "InvitationRequest" })

export const InvitationAcceptance = z
  .strictObject({
    secret,
    email: z.string().max(300),
    displayName: z.string().trim().min(1).max(100),
    password,
    language: z.enum(languages).optional(),
  })
  .meta({ id: "InvitationAcceptance" })

export const PasswordResetRequest = z.strictObject({ secret, password }).meta({ id: "PasswordResetRequest" })

export const ProjectInvitation = z
  .object({ id, role: z.enum(projectRoles), createdAt: timestamp, expiresAt: timestamp })
  .meta({ id: "ProjectInvitation" })
export type ProjectInvitation = z.infer<typeof ProjectInvitation>

export const ProjectInvitationList = z
  .object({ items: z.array(ProjectInvitation) })
  .meta({ id: "ProjectInvitationList" })
