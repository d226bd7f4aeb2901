import { nothing, type Route } from "../route.ts"
import { WhoAmI } from "../schemas/account.ts"
import * as link from "../schemas/link.ts"
import { Project } from "../schemas/project.ts"

/** What somebody does who was given a one-time link. Its secret travels in the body alone. */
export const linkRoutes = {
  lookAtLink: {
    method: "POST",
    path: "/links/look",
    access: "public",
    status: 200,
    errors: ["forbidden"],
    summary: "What a link is for; it is not spent",
    body: link.LinkSecret,
    response: link.LinkPurpose,
  },
  acceptInvitation: {
    method: "POST",
    path: "/join",
    access: "public",
    status: 201,
    errors: ["forbidden", "conflict"],
    summary: "Make the account that a link is for, and sign in to it",
    body: link.InvitationAcceptance,
    response: WhoAmI,
  },
  resetPassword: {
    method: "POST",
    path: "/reset-password",
    access: "public",
    status: 204,
    errors: ["forbidden"],
    summary: "Choose a new password with a link",
    body: link.PasswordResetRequest,
    response: nothing,
  },
  joinProject: {
    method: "POST",
    path: "/projects/join",
    access: "projects:write",
    status: 200,
    errors: ["forbidden", "not_found", "conflict", "quota_exceeded"],
    summary: "Take part in the project that a link is for",
    body: link.LinkSecret,
    response: Project,
  },
} as const satisfies Record<string, Route>
