import { useLingui } from "@lingui/react/macro"
import type { SpotlightActionGroupData } from "@mantine/spotlight"
import { IconBook, IconFolder, IconKey, IconRobot, IconServer2 } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { useKeySearch } from "../../api.ts"
import { useChosenProject } from "../../chosen-project.ts"
import { useOwnRobots } from "../../own-robots.ts"
import { listGuides } from "../../pages/guides/catalogue.ts"
import { paths } from "../../paths.ts"
import { serversQuery } from "../../servers.ts"
import { shortFingerprint } from "../../ui/fingerprint.tsx"

const keysShown = 7
/** Of servers, projects, robots and guides. */
const othersShown = 5

/** The keys, the chosen project's servers, and the robots, projects and guides whose names hold `searched`; keys by comment and fingerprint too. Nothing for no text. */
export function useFound(searched: string): readonly SpotlightActionGroupData[] {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const { projects = [], chosen } = useChosenProject()
  const { data: keys = [] } = useKeySearch(searched, keysShown)
  const robots = useOwnRobots(searched !== "")
  const { data: servers } = useQuery({
    ...serversQuery(chosen?.id ?? ""),
    enabled: searched !== "" && chosen !== undefined,
  })
  const names = new Map(projects.map(({ id, name }) => [id, name]))
  const sought = searched.toLocaleLowerCase()
  const holds = (text: string) => sought !== "" && text.toLocaleLowerCase().includes(sought)

  return [
    {
      group: t`Keys`,
      actions: keys.map(({ id, name, fingerprint, comment }) => ({
        id,
        label: name,
        description: `${shortFingerprint(fingerprint)}  ${comment}`,
        leftSection: <IconKey size={18} />,
        onClick: () => navigate({ to: paths.key, params: { keyId: id } }),
      })),
    },
    {
      group: t`Servers`,
      actions: (servers?.items ?? [])
        .filter(({ name, address }) => holds(`${name} ${address ?? ""}`))
        .slice(0, othersShown)
        .map(({ id, name, address, projectId }) => ({
          id,
          label: name,
          description: address ?? "",
          leftSection: <IconServer2 size={18} />,
          onClick: () => navigate({ to: paths.server, params: { projectId, serverId: id } }),
        })),
    },
    {
      group: t`Robots`,
      actions: robots
        .filter(({ handle, displayName }) => holds(`${handle} ${displayName}`))
        .slice(0, othersShown)
        .map(({ id, handle, projectId }) => ({
          id,
          label: handle,
          description: names.get(projectId) ?? "",
          leftSection: <IconRobot size={18} />,
          onClick: () => navigate({ to: paths.robot, params: { projectId, robotId: id } }),
        })),
    },
    {
      group: t`Projects`,
      actions: projects
        .filter(({ name }) => holds(name))
        .slice(0, othersShown)
        .map(({ id, name }) => ({
          id,
          label: name,
          leftSection: <IconFolder size={18} />,
          onClick: () => navigate({ to: paths.project, params: { projectId: id } }),
        })),
    },
    {
      group: t`Guides`,
      actions: listGuides(i18n.locale)
        .filter(({ title, summary }) => holds(`${title} ${summary}`))
        .slice(0, othersShown)
        .map(({ name, title, summary }) => ({
          id: name,
          label: title,
          description: summary,
          leftSection: <IconBook size={18} />,
          onClick: () => navigate({ to: paths.guide, params: { guide: name } }),
        })),
    },
  ]
}
