import { type Robot, routes } from "@latchkey/contract"
import { useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { apiQuery } from "../../../api.ts"
import { countWords } from "../../keys/list/count-words.ts"

/** How many keys a robot has; nothing until that is known. */
export function RobotKeyCount({ robot }: { robot: Robot }) {
  const { i18n } = useLingui()
  const { data } = useQuery(apiQuery(routes.listKeys, { query: { account: robot.id, limit: 1 } }))
  return <span>{data === undefined ? "" : countWords(i18n, data.total)}</span>
}
