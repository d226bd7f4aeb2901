import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { useWindowEvent } from "@mantine/hooks"
import { lazy, Suspense, useEffect, useRef } from "react"
import { announce } from "../../ui/announce.ts"
import { TextLink } from "../../ui/links.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { useHolder } from "./holder.tsx"
import styles from "./import/import.module.css"
import { ImportBar } from "./import/import-bar.tsx"
import { type KeyCard, tally } from "./import/import-cards.ts"
import { ImportFailure } from "./import/import-failure.tsx"
import { InspectionSummary } from "./import/inspection-summary.tsx"
import { PasteBox } from "./import/paste-box.tsx"
import { useFileDrop } from "./import/use-file-drop.ts"
import { useImport } from "./import/use-import.ts"

// No part of the first load: what shows findings comes with the first of them.
const ImportCardItem = lazy(async () => ({ default: (await import("./import/import-card.tsx")).ImportCardItem }))
const ImportTable = lazy(async () => ({ default: (await import("./import/import-table.tsx")).ImportTable }))
// Help that is folded up at first, with the folding of Mantine's that nothing else here uses.
const WhereIsMyKey = lazy(async () => ({ default: (await import("./import/where-is-my-key.tsx")).WhereIsMyKey }))
const TestImported = lazy(() => import("./import/test-imported.tsx"))

/** Beyond this many findings rows are easier to look through than cards. */
const mostCards = 20

/** Takes public keys in any form, shows what they are, and registers those that are wanted. */
export default function KeyImportPage() {
  const { t } = useLingui()
  const given = useImport()
  const { list, listName } = useHolder()
  const { cards, files, box, paste, busy, failure } = given
  const dragging = useFileDrop(given.addFiles)
  const page = useRef<HTMLDivElement>(null)
  const counts = tally(cards)
  const ready = cards.filter((card): card is KeyCard => card.kind === "key" && card.verdict.is === "ready")
  const faulty = ready.filter(({ problem }) => problem !== undefined).length
  const isEmpty = box.empty && files.length === 0
  // The heading takes the focus on every other page; here people come to paste.
  useEffect(() => {
    paste.field.current?.focus()
  }, [paste.field])

  async function importAll() {
    if (ready.length === 0 || busy) return
    if (faulty > 0) return page.current?.querySelector<HTMLElement>('[data-name-field][aria-invalid="true"]')?.focus()
    const { outcomes } = await given.importReady(ready)
    const imported = [...outcomes.values()].filter(({ is }) => is === "imported").length
    if (imported > 0) announce(plural(imported, { one: "# key imported.", other: "# keys imported." }))
  }
  useWindowEvent("keydown", ({ key, ctrlKey, metaKey, target }) => {
    const isHere = target instanceof Node && page.current?.contains(target)
    if (isHere && key === "Enter" && (ctrlKey || metaKey)) void importAll()
  })

  return (
    <div ref={page} className={styles.page} data-dragging={dragging || undefined}>
      <PageHeader
        title={t`Import keys`}
        crumb={t`Import`}
        parent={
          <TextLink {...list} inherit>
            {listName}
          </TextLink>
        }
      />
      <p className={styles.lead}>
        <Trans>
          Paste or drop public keys in any common format. They are read here, in your browser, before anything is saved.
        </Trans>
      </p>
      <PasteBox
        field={paste.field}
        handlers={paste.handlers}
        files={files}
        onAddFiles={given.addFiles}
        onRemoveFile={given.removeFile}
      />
      {counts.imported === 0 ? null : (
        <Suspense>
          <TestImported />
        </Suspense>
      )}
      {isEmpty ? (
        <Suspense>
          <WhereIsMyKey />
        </Suspense>
      ) : (
        <InspectionSummary box={box} tally={counts} />
      )}
      {cards.length > mostCards ? (
        <Suspense>
          <ImportTable cards={cards} actions={given} />
        </Suspense>
      ) : (
        <Suspense>
          <ol className={styles.cards}>
            {cards.map((card) => (
              <ImportCardItem key={card.id} card={card} actions={given} />
            ))}
          </ol>
        </Suspense>
      )}
      {failure === undefined ? null : <ImportFailure failure={failure} />}
      <ImportBar tally={counts} faulty={faulty} busy={busy} onImport={importAll} onMore={given.reset} />
    </div>
  )
}
