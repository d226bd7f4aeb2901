import { routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, Menu } from "@mantine/core"
import { IconCopy, IconDownload } from "@tabler/icons-react"
import { api, useAccount, useApiMutation } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { showFailure } from "../../../ui/toasts.tsx"
import { downloadText } from "../download.ts"
import { useHolder } from "../holder.tsx"
import { useCopy } from "../use-copy.ts"
import styles from "./list.module.css"

/** Hands out all keys of the account: as files, and one's own, when one wants that, at a public address. */
export function ExportMenu() {
  const { handle, query, isRobot } = useHolder()
  async function download(format: "authorized_keys" | "csv") {
    try {
      const text = await api.call(routes.exportKeys, { query: { ...query, format } })
      if (format === "csv") downloadText(`${handle}-keys.csv`, text)
      else downloadText("authorized_keys", text)
    } catch (failure) {
      showFailure(describeFailure(failure).message)
    }
  }
  return (
    <Menu width={320}>
      <Menu.Target>
        <Button size="xs" variant="quiet" leftSection={<IconDownload size={16} stroke={1.75} />}>
          <Trans>Export</Trans>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => download("authorized_keys")}>
          <Trans>authorized_keys (one file)</Trans>
        </Menu.Item>
        <Menu.Item onClick={() => download("csv")}>
          <Trans>CSV of names and fingerprints</Trans>
        </Menu.Item>
        {isRobot ? null : (
          <>
            <Menu.Divider />
            <PublishItem />
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

function PublishItem() {
  const { t } = useLingui()
  const { handle, publishesKeys } = useAccount()
  const copy = useCopy()
  const update = useApiMutation(routes.updateAccount, ["account"])
  const address = `${location.origin}/${handle}.keys`
  return (
    <>
      <Menu.CheckboxItem
        checked={publishesKeys}
        onChange={() =>
          update.mutate(
            { body: { publishesKeys: !publishesKeys } },
            { onError: (failure) => showFailure(describeFailure(failure).message) },
          )
        }
      >
        <Trans>Publish at /{handle}.keys</Trans>
        <span className={styles.itemHint}>
          <Trans>Anyone may read your public keys there, without names and comments.</Trans>
        </span>
      </Menu.CheckboxItem>
      {publishesKeys ? (
        <Menu.Item
          leftSection={<IconCopy size={16} stroke={1.75} />}
          className={styles.address}
          onClick={() => copy(address, t`Address copied`)}
        >
          <Trans>Copy {address}</Trans>
        </Menu.Item>
      ) : null}
    </>
  )
}
