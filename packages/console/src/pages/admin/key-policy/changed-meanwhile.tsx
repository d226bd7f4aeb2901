import type { KeyPolicyState } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert, Button, Group } from "@mantine/core"
import { IconUserEdit } from "@tabler/icons-react"
import { Timestamp } from "../../../ui/timestamp.tsx"
import { changeWords } from "./change-words.ts"
import type { PolicyDraft } from "./use-policy-draft.ts"

/** Says that somebody else has saved while this draft was made, and lets one of the two win knowingly. */
export function ChangedMeanwhile({ current, draft }: { current: KeyPolicyState; draft: PolicyDraft }) {
  const { i18n } = useLingui()
  if (current.revision === draft.base.revision || current.lastChange === null) return null
  const { by, at } = current.lastChange
  const what = changeWords(draft.base, current).map((words) => i18n._(words))
  return (
    <Alert variant="warn" role="alert" icon={<IconUserEdit size={18} stroke={1.75} />}>
      <Trans>
        {by} has changed the policy since you looked, <Timestamp at={at} />. Nothing of yours was saved.
      </Trans>
      <ul>
        {what.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <Group gap={8} mt={8}>
        <Button size="xs" onClick={draft.reset}>
          <Trans>Take the new policy</Trans>
        </Button>
        <Button size="xs" variant="quiet" onClick={draft.rebase}>
          <Trans>Go on with my changes</Trans>
        </Button>
      </Group>
    </Alert>
  )
}
