import { Trans } from "@lingui/react/macro"
import { paths } from "../../paths.ts"
import { TextLink } from "../../ui/links.tsx"

/** The way up to the servers of a project. */
export function ServersLink({ projectId }: { projectId: string }) {
  return (
    <TextLink to={paths.servers} params={{ projectId }} inherit>
      <Trans>Servers</Trans>
    </TextLink>
  )
}
