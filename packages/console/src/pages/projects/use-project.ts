import { type Project, routes } from "@latchkey/contract"
import { reaches } from "@latchkey/core"
import { useQuery } from "@tanstack/react-query"
import { apiQuery } from "../../api.ts"

/** One project, as its pages need it. */
export function useProject(projectId: string) {
  return useQuery(apiQuery(routes.showProject, { params: { id: projectId } }))
}

/** What the person may do in a project. */
export function rightsIn({ role, kind }: Project) {
  return {
    /** Decides over the project and over who is in it. */
    isOwner: role === "owner",
    /** Changes what is in it. */
    mayChange: reaches(role, "member"),
    isShared: kind === "shared",
  }
}
