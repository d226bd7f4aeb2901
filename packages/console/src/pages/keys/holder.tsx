import { useLingui } from "@lingui/react/macro"
import { createContext, type ReactNode, useContext } from "react"
import { useAccount } from "../../api.ts"
import { paths } from "../../paths.ts"

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

/** Where the pages about these keys are, and what may be done there. Without the account itself, for rows of lists. */
export function useKeyPlaces() {
  const robot = useContext(Holder)
  if (robot === undefined) {
    return {
      mayChange: true,
      isRobot: false,
      /** For the API: which account is asked about. */
      query: {},
      list: { to: paths.keys, params: {} },
      importing: { to: paths.keyImport, params: {} },
      key: (keyId: string) => ({ to: paths.key, params: { keyId } }),
    } as const
  }
  const params = { projectId: robot.projectId, robotId: robot.id }
  return {
    mayChange: robot.mayChange,
    isRobot: true,
    query: { account: robot.id },
    list: { to: paths.robot, params },
    importing: { to: paths.robotKeyImport, params },
    key: (keyId: string) => ({ to: paths.robotKey, params: { ...params, keyId } }),
  } as const
}

/** Whose keys the page is about, and where their pages are. */
export function useHolder() {
  const { t } = useLingui()
  const account = useAccount()
  const robot = useContext(Holder)
  const places = useKeyPlaces()
  return { ...places, handle: robot?.handle ?? account.handle, listName: robot?.handle ?? t`Keys` }
}
