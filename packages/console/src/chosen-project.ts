import { type Project, routes } from "@latchkey/contract"
import { useQuery } from "@tanstack/react-query"
import { useParams } from "@tanstack/react-router"
import { useEffect, useSyncExternalStore } from "react"
import { apiQuery, useAccount } from "./api.ts"

/** The projects that the person is in. */
export const projectsQuery = apiQuery(routes.listProjects, {})

const listeners = new Set<() => void>()

/** Each account of this browser has its own. */
function storageKey(accountId: string): string {
  return `latchkey-project-${accountId}`
}

function remember(accountId: string, projectId: string): void {
  localStorage.setItem(storageKey(accountId), projectId)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  // Another tab has chosen.
  window.addEventListener("storage", listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener("storage", listener)
  }
}

/** The projects that the person is in, and the one whose machine keys they look at. */
export type ChosenProject = {
  /** Undefined until they are known. */
  readonly projects: readonly Project[] | undefined
  readonly chosen: Project | undefined
  /** Whether they are still being asked for. */
  readonly isPending: boolean
  readonly choose: (projectId: string) => void
}

/** The project that the page's address names, else the one chosen last on this browser, else the personal one. */
export function useChosenProject(): ChosenProject {
  const { id } = useAccount()
  const { projectId } = useParams({ strict: false })
  const { data, isPending } = useQuery(projectsQuery)
  const remembered = useSyncExternalStore(subscribe, () => localStorage.getItem(storageKey(id)))
  const projects = data?.items
  const named = projects?.find((project) => project.id === projectId)
  const chosen = named ?? projects?.find((project) => project.id === remembered) ?? projects?.[0]
  const choose = (next: string) => remember(id, next)
  useEffect(() => {
    if (named !== undefined) remember(id, named.id)
  }, [id, named])
  return { projects, chosen, choose, isPending }
}
