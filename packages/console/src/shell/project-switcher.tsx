import { Trans, useLingui } from "@lingui/react/macro"
import { Menu, UnstyledButton } from "@mantine/core"
import { IconPlus, IconSelector, IconSettings } from "@tabler/icons-react"
import { useNavigate, useRouterState } from "@tanstack/react-router"
import { lazy, Suspense, useState } from "react"
import { useChosenProject } from "../chosen-project.ts"
import { paths } from "../paths.ts"
import styles from "./project-switcher.module.css"

const CreateProjectDialog = lazy(() => import("../pages/projects/create-project-dialog.tsx"))

/** With more projects than this, the list has a search. */
const fewProjects = 8

/** Chooses the project whose machine keys are shown; on a project's own page it leads to the same page of another. */
export function ProjectSwitcher({ compact }: { compact: boolean }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const { projects, chosen, choose } = useChosenProject()
  const [search, setSearch] = useState("")
  const [creating, setCreating] = useState<"no" | "yes" | "was">("no")
  const isOnProject = useRouterState({ select: ({ matches }) => matches.some(({ params }) => "projectId" in params) })
  const isOnRobots = useRouterState({
    select: ({ matches }) => matches.some(({ routeId }) => routeId.includes("robots")),
  })
  if (projects === undefined || chosen === undefined) return null

  const sought = search.trim().toLocaleLowerCase()
  const shown = projects.filter(({ name }) => name.toLocaleLowerCase().includes(sought))

  function switchTo(projectId: string) {
    choose(projectId)
    if (isOnProject) void navigate({ to: isOnRobots ? paths.robots : paths.project, params: { projectId } })
  }

  return (
    <>
      <Menu width={280} position="bottom-start" onClose={() => setSearch("")}>
        <Menu.Target>
          <UnstyledButton className={styles.switcher} aria-label={t`Project ${chosen.name}, choose another`}>
            {compact ? null : (
              <span className={styles.label}>
                <Trans>Project</Trans>{" "}
              </span>
            )}
            <span className={styles.name}>{chosen.name}</span>
            <IconSelector size={16} stroke={1.75} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {projects.length > fewProjects ? (
            <Menu.Search
              aria-label={t`Search projects`}
              placeholder={t`Search projects`}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
          ) : null}
          <div className={styles.projects}>
            <Menu.RadioGroup value={chosen.id}>
              {shown.map(({ id, name, kind }) => (
                <Menu.RadioItem key={id} value={id} closeMenuOnClick onChange={() => switchTo(id)}>
                  <span className={styles.item}>{name}</span>
                  {kind === "personal" ? (
                    <span className={styles.kind}>
                      <Trans>Personal, yours alone</Trans>
                    </span>
                  ) : null}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            {shown.length === 0 ? (
              <p className={styles.nothing}>
                <Trans>Nothing matches “{search}”.</Trans>
              </p>
            ) : null}
          </div>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconSettings size={16} />}
            onClick={() => navigate({ to: paths.project, params: { projectId: chosen.id } })}
          >
            <Trans>Members and settings</Trans>
          </Menu.Item>
          <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => setCreating("yes")}>
            <Trans>New project</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {creating === "no" ? null : (
        <Suspense>
          <CreateProjectDialog opened={creating === "yes"} onClose={() => setCreating("was")} />
        </Suspense>
      )}
    </>
  )
}
