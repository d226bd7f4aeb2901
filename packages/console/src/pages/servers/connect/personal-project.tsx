import { Trans } from "@lingui/react/macro"
import { Anchor } from "@mantine/core"
import { Fragment, lazy, Suspense, useState } from "react"
import { useChosenProject } from "../../../chosen-project.ts"
import { paths } from "../../../paths.ts"
import { TextLink } from "../../../ui/links.tsx"
import { rightsIn } from "../../projects/use-project.ts"
import styles from "../servers.module.css"

const CreateProjectDialog = lazy(() => import("../../projects/create-project-dialog.tsx"))

/** With more shared projects than this, the others are chosen where projects are. */
const projectsShown = 5

/** Says before a server is in a personal project that nobody else gets in there, and leads to where others can. */
export function PersonalProject() {
  const { projects = [] } = useChosenProject()
  const [creating, setCreating] = useState<"no" | "yes" | "was">("no")
  const shared = projects.filter((project) => rightsIn(project).isShared && rightsIn(project).mayChange)
  return (
    <>
      <p className={styles.hint}>
        <Trans>
          The servers of a personal project are its owner’s alone. For one that others are to use, take a shared
          project:
        </Trans>{" "}
        {shared.slice(0, projectsShown).map(({ id, name }) => (
          <Fragment key={id}>
            <TextLink to={paths.connectServer} params={{ projectId: id }} inherit>
              {name}
            </TextLink>
            ,{" "}
          </Fragment>
        ))}
        <Anchor component="button" type="button" inherit onClick={() => setCreating("yes")}>
          <Trans>New project</Trans>
        </Anchor>
      </p>
      {creating === "no" ? null : (
        <Suspense>
          <CreateProjectDialog opened={creating === "yes"} onClose={() => setCreating("was")} />
        </Suspense>
      )}
    </>
  )
}
