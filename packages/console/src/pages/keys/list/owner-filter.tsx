import { routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Menu } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { apiQuery } from "../../../api.ts"
import { useListedProject } from "../holder.tsx"
import { FilterMenu } from "./filter-menu.tsx"
import { type KeyFilter, ownerFilters } from "./key-filter.ts"
import type { ChangeFilter } from "./use-key-filter.ts"

type Props = { filter: KeyFilter; change: ChangeFilter }

/** Whose keys are listed; nothing where there are only one's own. */
export function OwnerFilter({ filter, change }: Props) {
  const { t } = useLingui()
  const project = useListedProject()
  const { data } = useQuery({
    ...apiQuery(routes.listRobots, { params: { id: project?.id ?? "" } }),
    enabled: project !== undefined,
  })
  const { owner, ...others } = filter
  if (owner === undefined && (data === undefined || data.items.length === 0)) return null
  const labels = { mine: t`Mine`, machine: t`Machine keys` }
  const chosen = owner === undefined ? undefined : labels[owner]
  return (
    <FilterMenu
      active={chosen !== undefined}
      label={chosen === undefined ? <Trans>Owner</Trans> : <Trans>Owner: {chosen}</Trans>}
    >
      {ownerFilters.map((name) => (
        <Menu.CheckboxItem
          key={name}
          checked={name === owner}
          onChange={() => change(name === owner ? others : { ...others, owner: name })}
        >
          {labels[name]}
        </Menu.CheckboxItem>
      ))}
    </FilterMenu>
  )
}
