import { type KeyPolicyState, routes } from "@latchkey/contract"
import { longestBlocklist, privateKeyStart } from "@latchkey/core"
import { detectPrivateKey } from "@latchkey/engine"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Alert, Button, FileButton, Group } from "@mantine/core"
import { IconAlertTriangle, IconDownload, IconUpload } from "@tabler/icons-react"
import { useState } from "react"
import { api } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { Card } from "../../../ui/card.tsx"
import { downloadText } from "../../keys/download.ts"
import styles from "./key-policy.module.css"
import type { PolicyDraft } from "./use-policy-draft.ts"

type Props = { current: KeyPolicyState; draft: PolicyDraft }

/** Keys that nobody may use: how many there are, and a file to put in their place. */
export function BlocklistCard({ current: { blockedKeys }, draft: { blocklist, setBlocklist } }: Props) {
  const { t } = useLingui()
  const [problem, setProblem] = useState<string>()

  async function read(file: File | null) {
    if (file === null) return
    setProblem(undefined)
    if (file.size > longestBlocklist) return setProblem(t`This file is larger than 16 MB.`)
    const text = await file.text().catch(() => undefined)
    if (text === undefined) return setProblem(t`This file cannot be read.`)
    if (detectPrivateKey(text) !== undefined || privateKeyStart.test(text)) {
      return setProblem(t`This file holds a private key. It was not sent.`)
    }
    setBlocklist({ text, fileName: file.name })
  }
  async function download() {
    try {
      downloadText("blocklist.txt", await api.call(routes.exportBlocklist, {}))
    } catch (failure) {
      setProblem(describeFailure(failure).message)
    }
  }

  return (
    <Card padded title={t`Blocklist`}>
      <p className={styles.note}>
        <Trans>
          Keys that nobody may use, as a text file: one fingerprint (SHA256 or MD5) or public key a line, comments after
          #. The lists of Debian’s package openssh-blacklist are read too. A file replaces the whole list. Keys on it
          stop opening at once, whatever is said above.
        </Trans>
      </p>
      {problem === undefined ? null : (
        <Alert variant="bad" role="alert" mt={12} icon={<IconAlertTriangle size={18} stroke={1.75} />}>
          {problem}
        </Alert>
      )}
      <Group gap={8} mt={12}>
        <strong className={styles.count}>
          <Listed blockedKeys={blockedKeys} blocklist={blocklist} />
        </strong>
        <FileButton accept="text/plain,.txt,.pub" onChange={read}>
          {(props) => (
            <Button size="xs" leftSection={<IconUpload size={16} stroke={1.75} />} {...props}>
              <Trans>Choose a file</Trans>
            </Button>
          )}
        </FileButton>
        {blockedKeys === 0 ? null : (
          <>
            <Button size="xs" leftSection={<IconDownload size={16} stroke={1.75} />} onClick={download}>
              <Trans>Download</Trans>
            </Button>
            <Button size="xs" variant="quiet-danger" onClick={() => setBlocklist({ text: "" })}>
              <Trans>Empty the list</Trans>
            </Button>
          </>
        )}
        {blocklist === undefined ? null : (
          <Button size="xs" variant="quiet" onClick={() => setBlocklist(undefined)}>
            <Trans>Keep the list as it is</Trans>
          </Button>
        )}
      </Group>
    </Card>
  )
}

function Listed({ blockedKeys, blocklist }: { blockedKeys: number; blocklist: PolicyDraft["blocklist"] }) {
  if (blocklist?.fileName !== undefined) return <Trans>Will be replaced by {blocklist.fileName}</Trans>
  if (blocklist !== undefined) return <Trans>Will be emptied</Trans>
  if (blockedKeys === 0) return <Trans>The list is empty</Trans>
  return <Plural value={blockedKeys} one="# entry" other="# entries" />
}
