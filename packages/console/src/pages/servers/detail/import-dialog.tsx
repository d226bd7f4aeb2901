import type { SshKey } from "@latchkey/contract"
import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import layout from "../../../ui/dialog.module.css"
import { Dialog } from "../../../ui/dialog.tsx"
import styles from "../../keys/import/import.module.css"
import { ImportCardItem } from "../../keys/import/import-card.tsx"
import { type KeyCard, tally } from "../../keys/import/import-cards.ts"
import { ImportFailure } from "../../keys/import/import-failure.tsx"
import { InspectionSummary } from "../../keys/import/inspection-summary.tsx"
import { PasteBox } from "../../keys/import/paste-box.tsx"
import { useFileDrop } from "../../keys/import/use-file-drop.ts"
import { useImport } from "../../keys/import/use-import.ts"

type Props = {
  onImported: (keys: readonly Pick<SshKey, "id" | "name" | "fingerprint">[]) => void
  onClose: () => void
}

/** Imports public keys where somebody chooses among keys; those that were one's own already are chosen too. */
export default function ImportDialog({ onImported, onClose }: Props) {
  const { t } = useLingui()
  const given = useImport()
  const { cards, files, box, paste, busy, failure } = given
  useFileDrop(given.addFiles)
  const ready = cards.filter((card): card is KeyCard => card.kind === "key" && card.verdict.is === "ready")
  const own = cards.flatMap((card) =>
    card.kind === "key" && card.verdict.is === "yours"
      ? [{ id: card.verdict.id, name: card.verdict.name, fingerprint: card.candidate.fingerprint }]
      : [],
  )
  const isFaulty = ready.some(({ problem }) => problem !== undefined)
  const count = ready.length + own.length

  async function take() {
    if (count === 0 || isFaulty || busy) return
    const { outcomes } = await given.importReady(ready)
    const imported = [...outcomes].flatMap(([fingerprint, outcome]) =>
      outcome.is === "imported" ? [{ id: outcome.id, name: outcome.name, fingerprint }] : [],
    )
    onImported([...own, ...imported])
    if (imported.length === ready.length) onClose()
  }

  return (
    <Dialog opened onClose={onClose} size={664} title={t`Paste a new key`}>
      <div className={layout.body}>
        <PasteBox
          field={paste.field}
          handlers={paste.handlers}
          files={files}
          onAddFiles={given.addFiles}
          onRemoveFile={given.removeFile}
        />
        {box.empty && files.length === 0 ? null : <InspectionSummary box={box} tally={tally(cards)} />}
        <ol className={styles.cards}>
          {cards.map((card) => (
            <ImportCardItem key={card.id} card={card} actions={given} />
          ))}
        </ol>
        {failure === undefined ? null : <ImportFailure failure={failure} />}
      </div>
      <div className={layout.footer}>
        <Button variant="quiet" disabled={busy} onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          variant="filled"
          loading={busy}
          aria-disabled={count === 0 || isFaulty || undefined}
          onClick={() => void take()}
        >
          {count === 0 ? t`No key yet` : plural(count, { one: "Take # key", other: "Take # keys" })}
        </Button>
      </div>
    </Dialog>
  )
}
