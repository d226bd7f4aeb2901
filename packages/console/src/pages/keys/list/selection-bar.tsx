import type { SshKey } from "@latchkey/contract"
import { plural } from "@lingui/core/macro"
import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { IconBan, IconCalendar, IconDownload, IconTrash, IconX } from "@tabler/icons-react"
import { lazy, Suspense, useEffect, useState } from "react"
import { withServerWords } from "../../../i18n.ts"
import { announce } from "../../../ui/announce.ts"
import { giveFocusBack } from "../../../ui/focus-below.ts"
import { rightsIn } from "../../projects/use-project.ts"
import { authorizedKeysOf } from "../authorized-keys.ts"
import { largestBulkChange, useBulkChanges } from "../changes/use-bulk-changes.ts"
import { downloadText } from "../download.ts"
import { useKeyPlaces, useListedProject } from "../holder.tsx"
import type { KeyFilter } from "./key-filter.ts"
import styles from "./list.module.css"
import { SelectAllThatMatch } from "./select-all-that-match.tsx"
import type { SelectionControl } from "./selection.ts"

const BulkDeleteDialog = lazy(() => withServerWords(() => import("../changes/bulk-delete-dialog.tsx")))
const DisableDialog = lazy(async () => ({
  default: (await withServerWords(() => import("../changes/disable-dialog.tsx"))).DisableDialog,
}))
const ExpiryDialog = lazy(async () => ({ default: (await import("../changes/expiry-dialog.tsx")).ExpiryDialog }))

type Props = { control: SelectionControl; rows: readonly SshKey[]; filter: KeyFilter; total: number }

/** What can be done with the keys that are ticked; on phones it stands at the foot of the screen. */
export function SelectionBar({ control, rows, filter, total }: Props) {
  const { t } = useLingui()
  const { mayChange, isRobot } = useKeyPlaces()
  const project = useListedProject()
  const { selection, clear } = control
  const keys = [...selection.values()]
  const [dialog, setDialog] = useState<"expiry" | "disable" | "delete">()
  const changes = useBulkChanges(control.refresh)
  const count = keys.length
  useEffect(() => {
    announce(t`${plural(count, { one: "# key selected", other: "# keys selected" })}.`)
  }, [count, t])
  const tooMany = count > largestBulkChange
  const isViewed = project !== undefined && !rightsIn(project).mayChange
  const onlySeen = isViewed && !isRobot && keys.some(({ owner }) => owner.kind === "robot")
  const reason = onlySeen
    ? t`You are a viewer of ${project.name}: its machine keys are not yours to change.`
    : undefined
  const unavailable = {
    disabled: count === 0 || tooMany || onlySeen || changes.busy,
    title: reason ?? (tooMany ? t`For at most ${largestBulkChange} keys at once` : undefined),
  }

  /** At once, or after a question where that closes servers. */
  async function disable() {
    if (await changes.closesServers(keys)) setDialog("disable")
    else await changes.disable(keys)
  }

  return (
    <div className={styles.selection} role="toolbar" aria-label={t`Selected keys`}>
      <span className={styles.selected}>
        <Plural value={count} one="# selected" other="# selected" />
      </span>
      <SelectAllThatMatch control={control} rows={rows} filter={filter} total={total} />
      <div className={styles.selectionTools}>
        <Button
          size="xs"
          variant="quiet"
          disabled={count === 0}
          leftSection={<IconDownload size={16} stroke={1.75} />}
          onClick={() => downloadText("authorized_keys", authorizedKeysOf(keys, Date.now()))}
        >
          <Trans>Export</Trans>
        </Button>
        {mayChange ? (
          <>
            <Button
              size="xs"
              variant="quiet"
              {...unavailable}
              leftSection={<IconCalendar size={16} stroke={1.75} />}
              onClick={() => setDialog("expiry")}
            >
              <Trans>Set expiry</Trans>
            </Button>
            <Button
              size="xs"
              variant="quiet"
              {...unavailable}
              leftSection={<IconBan size={16} stroke={1.75} />}
              onClick={() => void disable()}
            >
              <Trans>Disable</Trans>
            </Button>
            <Button
              size="xs"
              variant="quiet-danger"
              disabled={count === 0 || onlySeen}
              title={reason}
              leftSection={<IconTrash size={16} stroke={1.75} />}
              onClick={() => setDialog("delete")}
            >
              <Trans>Delete</Trans>
            </Button>
          </>
        ) : null}
      </div>
      <Button
        size="xs"
        variant="quiet"
        className={styles.clear}
        leftSection={<IconX size={16} stroke={1.75} />}
        onClick={() => {
          // This button goes with what is ticked.
          giveFocusBack(undefined)
          clear()
        }}
      >
        <Trans>Clear</Trans>
      </Button>
      <Suspense>
        {dialog !== "expiry" ? null : (
          <ExpiryDialog
            opened
            keys={keys}
            onSet={(expiresAt) => changes.setExpiry(keys, expiresAt)}
            onClose={() => setDialog(undefined)}
          />
        )}
        {dialog !== "disable" ? null : (
          <DisableDialog keys={keys} onDisable={() => changes.disable(keys)} onClose={() => setDialog(undefined)} />
        )}
        {dialog !== "delete" ? null : (
          <BulkDeleteDialog
            opened
            keys={keys}
            onClose={(deleted) => {
              setDialog(undefined)
              control.set(deleted, false)
            }}
          />
        )}
      </Suspense>
    </div>
  )
}
