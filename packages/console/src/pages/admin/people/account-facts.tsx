import type { Offboarding } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import type { ReactNode } from "react"
import { useChosenProject } from "../../../chosen-project.ts"
import { languageNames } from "../../../i18n.ts"
import { paths } from "../../../paths.ts"
import { Card } from "../../../ui/card.tsx"
import { TextLink } from "../../../ui/links.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import styles from "./people.module.css"

/** What an account is, in a few lines. */
export function AccountFacts({ facts: { account, project, keys } }: { facts: Offboarding }) {
  const { i18n } = useLingui()
  return (
    <Card>
      <dl className={styles.facts}>
        <Fact label={<Trans>Handle</Trans>}>{account.handle}</Fact>
        {account.kind === "person" ? (
          <>
            <Fact label={<Trans>E-mail</Trans>}>{account.email}</Fact>
            <Fact label={<Trans>Language</Trans>}>
              <span lang={account.language}>{languageNames[account.language]}</span>
            </Fact>
            <Fact label={<Trans>Published keys</Trans>}>
              {account.publishesKeys ? `${location.host}/${account.handle}.keys` : <Trans>No</Trans>}
            </Fact>
          </>
        ) : null}
        {project === null ? null : (
          <Fact label={<Trans>Project</Trans>}>
            <ProjectName project={project} robotId={account.id} />
          </Fact>
        )}
        <Fact label={<Trans>Here since</Trans>}>
          <Timestamp at={account.createdAt} form="date" />
        </Fact>
        <Fact label={<Trans>Key quota</Trans>}>
          <Trans>
            {i18n.number(keys.total)} of {i18n.number(account.keyQuota)}
          </Trans>
        </Fact>
      </dl>
    </Card>
  )
}

/** What a robot belongs to; for whoever is in it with the way to the robot's own page. */
function ProjectName({ project, robotId }: { project: { id: string; name: string }; robotId: string }) {
  const isIn = useChosenProject().projects?.some(({ id }) => id === project.id) === true
  if (!isIn) return project.name
  return (
    <>
      {project.name} ·{" "}
      <TextLink to={paths.robot} params={{ projectId: project.id, robotId }} inherit>
        <Trans>Keys and API tokens</Trans>
      </TextLink>
    </>
  )
}

function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
