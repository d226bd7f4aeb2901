import { Trans, useLingui } from "@lingui/react/macro"
import { Checkbox } from "@mantine/core"
import { useState } from "react"
import { useAccount } from "../../../api.ts"
import { Card } from "../../../ui/card.tsx"
import { CommandBox } from "../../../ui/command-box.tsx"
import { showDone } from "../../../ui/toasts.tsx"
import styles from "./profile.module.css"
import { useUpdateAccount } from "./use-update-account.ts"

/** Whether anybody may read one's public keys at a plain address. */
export function PublishCard() {
  const { t } = useLingui()
  const { handle, publishesKeys } = useAccount()
  const save = useUpdateAccount()
  const [chosen, setChosen] = useState<boolean>()
  const address = `${location.origin}/${handle}.keys`

  async function choose(publishes: boolean) {
    setChosen(publishes)
    if (await save({ publishesKeys: publishes })) {
      showDone(publishes ? t`Anybody can read your public keys now.` : t`Your keys are published no longer.`)
    }
    setChosen(undefined)
  }

  return (
    <Card title={<Trans>Published keys</Trans>} padded>
      <Checkbox
        classNames={{ description: styles.hint ?? "" }}
        label={t`Anybody may read my public keys`}
        description={t`Those that work now, without names and comments, at an address that servers can fetch.`}
        // What was chosen shows at once; it goes back when it could not be saved.
        checked={chosen ?? publishesKeys}
        onChange={({ currentTarget }) => choose(currentTarget.checked)}
      />
      {publishesKeys ? (
        <div className={styles.address}>
          <CommandBox command={`curl ${address}`} />
        </div>
      ) : null}
    </Card>
  )
}
