import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { useWindowEvent } from "@mantine/hooks"
import { lazy, Suspense, useEffect, useRef } from "react"
import { paths } from "../../paths.ts"
import { announce } from "../../ui/announce.ts"
import { TextLink } from "../../ui/links.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import styles from "./import/import.module.css"
import { ImportBar } from "./import/import-bar.tsx"
import { ImportCardItem } from "./import/import-card.tsx"
import { type KeyCard, tally } from "./import/import-cards.ts"
import { ImportFailure } from "./import/import-failure.tsx"
import { ImportTable } from "./import/import-table.tsx"
import { InspectionSummary } from "./import/inspection-summary.tsx"
import { PasteBox } from "./import/paste-box.tsx"
import { useFileDrop } from "./import/use-file-drop.ts"
import { useImport } from "./import/use-import.ts"
import { WhereIsMyKey } from "./import/where-is-my-key.tsx"

const TestImported = lazy(() => import("./import/test-imported.tsx"))

/** Beyond this many findings rows are easier to look through than cards. */
const mostCards = 20

/** Takes public keys in any form, shows what they are, and registers those that are wanted. */
export default function KeyImportPage() {
  const { t } = useLingui()
  const given = useImport()
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
          <TextLink to={paths.keys} inherit>
            <Trans>Keys</Trans>
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
      {isEmpty ? <WhereIsMyKey /> : <InspectionSummary box={box} tally={counts} />}
      {cards.length > mostCards ? (
        <ImportTable cards={cards} actions={given} />
      ) : (
        <ol className={styles.cards}>
          {cards.map((card) => (
            <ImportCardItem key={card.id} card={card} actions={given} />
          ))}
        </ol>
      )}
      {failure === undefined ? null : <ImportFailure failure={failure} />}
      <ImportBar tally={counts} faulty={faulty} busy={busy} onImport={importAll} onMore={given.reset} />
    </div>
  )
}
