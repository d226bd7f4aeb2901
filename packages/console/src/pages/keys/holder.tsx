import type { Project, SshKey } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { createContext, type ReactNode, useContext, useMemo } from "react"
import { useAccount } from "../../api.ts"
import { paths } from "../../paths.ts"
import { rightsIn } from "../projects/use-project.ts"

/** The robot whose keys the pages of keys are about, within its project. */
export type RobotHolder = {
  readonly id: string
  readonly handle: string
  readonly projectId: string
  /** Viewers of a project see its machine keys and change nothing. */
  readonly mayChange: boolean
}

const Holder = createContext<RobotHolder | undefined>(undefined)

/** Has the pages of keys within it be about a robot's keys instead of one's own. */
export function RobotKeys({ robot, children }: { robot: RobotHolder; children: ReactNode }) {
  return <Holder value={robot}>{children}</Holder>
}

const ListedProject = createContext<Project | undefined>(undefined)

/** Has the list within it show a project's machine keys beside one's own. */
export function MachineKeysToo({ project, children }: { project: Project | undefined; children: ReactNode }) {
  return <ListedProject value={project}>{children}</ListedProject>
}

/** The project whose machine keys stand beside one's own; none on a robot's own pages. */
export const useListedProject = () => useContext(ListedProject)

/** Has what is within it be about the keys of a key's owner, where several owners' keys stand in one list. */
export function HeldBy({ owner: { id, handle, kind }, children }: Pick<SshKey, "owner"> & { children: ReactNode }) {
  const project = useListedProject()
  // The same value at each drawing, for rows that are drawn anew only when something about them changes.
  const robot = useMemo(
    () => project && { id, handle, projectId: project.id, mayChange: rightsIn(project).mayChange },
    [id, handle, project],
  )
  return robot === undefined || kind === "person" ? children : <RobotKeys robot={robot}>{children}</RobotKeys>
}

/** Where the pages about these keys are, and what may be done there. Without the account itself, for rows of lists. */
export function useKeyPlaces() {
  const robot = useContext(Holder)
  if (robot === undefined) {
    return {
      mayChange: true,
      isRobot: false,
      /** For the API: which account is asked about. */
      query: {},
      /** The project that a robot is of. */
      projectId: undefined,
      list: { to: paths.keys, params: {} },
      importing: { to: paths.keyImport, params: {} },
      key: (keyId: string) => ({ to: paths.key, params: { keyId } }),
      replacing: (keyId: string) => ({ to: paths.replaceKey, params: { keyId } }),
    } as const
  }
  const params = { projectId: robot.projectId, robotId: robot.id }
  return {
    mayChange: robot.mayChange,
    isRobot: true,
    query: { account: robot.id },
    projectId: robot.projectId,
    list: { to: paths.robot, params },
    importing: { to: paths.robotKeyImport, params },
    key: (keyId: string) => ({ to: paths.robotKey, params: { ...params, keyId } }),
    replacing: (keyId: string) => ({ to: paths.replaceRobotKey, params: { ...params, keyId } }),
  } as const
}

/** Whose keys the page is about, and where their pages are. */
export function useHolder() {
  const { t } = useLingui()
  const account = useAccount()
  const robot = useContext(Holder)
  const places = useKeyPlaces()
  const { id, handle } = robot ?? account
  return { ...places, id, handle, listName: robot?.handle ?? t`Keys` }
}
