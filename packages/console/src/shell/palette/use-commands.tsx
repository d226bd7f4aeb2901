import { useLingui } from "@lingui/react/macro"
import type { SpotlightActionData, SpotlightActionGroupData } from "@mantine/spotlight"
import {
  IconBook,
  IconCode,
  IconFolder,
  IconKey,
  IconLayoutDashboard,
  IconListDetails,
  IconLogout,
  IconPlus,
  IconRobot,
  IconServer2,
  IconShieldCog,
  IconSignature,
  IconUser,
  IconUsers,
  IconWand,
} from "@tabler/icons-react"
import { type LinkProps, useNavigate } from "@tanstack/react-router"
import { useIsAdmin, useSignOut } from "../../api.ts"
import { useChosenProject } from "../../chosen-project.ts"
import { paths } from "../../paths.ts"

/** A page that a command leads to. */
type Page = { readonly label: string; readonly icon: typeof IconKey } & Pick<LinkProps, "to" | "params">

/** The pages of the console and what can be done from anywhere, as far as their names hold `query`. */
export function useCommands(query: string): readonly SpotlightActionGroupData[] {
  const { t } = useLingui()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const isAdmin = useIsAdmin()
  const { chosen } = useChosenProject()
  const params = { projectId: chosen?.id ?? "" }

  const pages: readonly Page[] = [
    { label: t`Overview`, icon: IconLayoutDashboard, to: paths.overview },
    { label: t`Keys`, icon: IconKey, to: paths.keys },
    { label: t`Activity`, icon: IconListDetails, to: paths.activity },
    ...(chosen === undefined
      ? []
      : [
          { label: t`Servers of ${chosen.name}`, icon: IconServer2, to: paths.servers, params },
          { label: t`Machine keys of ${chosen.name}`, icon: IconRobot, to: paths.robots, params },
          { label: t`Members and settings of ${chosen.name}`, icon: IconFolder, to: paths.project, params },
        ]),
    { label: t`Guides`, icon: IconBook, to: paths.guides },
    { label: t`Profile`, icon: IconUser, to: paths.profile },
    { label: t`API tokens`, icon: IconCode, to: paths.tokens },
    ...(isAdmin
      ? [
          { label: t`People`, icon: IconUsers, to: paths.people },
          { label: t`Key policy`, icon: IconShieldCog, to: paths.keyPolicy },
          { label: t`Bundle keys`, icon: IconSignature, to: paths.bundleKeys },
        ]
      : []),
  ]
  const toPage = ({ label, icon: Icon, ...link }: Page): SpotlightActionData => ({
    id: String(link.to),
    label,
    leftSection: <Icon size={18} />,
    onClick: () => navigate(link),
  })
  const actions: readonly SpotlightActionData[] = [
    toPage({ label: t`Import keys`, icon: IconPlus, to: paths.keyImport }),
    {
      id: "generate",
      label: t`Generate key`,
      leftSection: <IconWand size={18} />,
      onClick: () => navigate({ to: paths.keys, search: { generate: 1 } }),
    },
    { id: "sign-out", label: t`Sign out`, leftSection: <IconLogout size={18} />, onClick: () => signOut.mutate() },
  ]
  const sought = query.toLocaleLowerCase()
  const matching = (given: readonly SpotlightActionData[]) =>
    given.filter(({ label }) => label?.toLocaleLowerCase().includes(sought))
  return [
    { group: t`Pages`, actions: matching(pages.map(toPage)) },
    { group: t`Actions`, actions: matching(actions) },
  ]
}
