import { MAX_INPUT_LENGTH } from "@latchkey/engine"
import { useLingui } from "@lingui/react/macro"
import { randomId } from "@mantine/hooks"
import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useMemo, useRef, useState } from "react"
import { knownKeyPolicy } from "../../../key-policy.ts"
import { announce } from "../../../ui/announce.ts"
import { staleAfterChange } from "../changes/key-changes.ts"
import { useHolder } from "../holder.tsx"
import type { Found } from "./found.ts"
import { type Choices, importCards, isPrivate, type KeyCard, noChoices, type Source } from "./import-cards.ts"
import { importKeys } from "./import-keys.ts"
import { type Inspector, startInspector } from "./inspector.ts"
import { useOwnKeys } from "./own-keys.ts"
import { type BoxReport, usePasteBox } from "./use-paste-box.ts"

const emptyBox: BoxReport = { found: [], empty: true }

/** Everything that happens on the import page: what was given, what was found in it, what became of it. */
export function useImport() {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const { query } = useHolder()
  const inspector = useRef<Inspector>(undefined)
  const [box, setBox] = useState(emptyBox)
  const [files, setFiles] = useState<readonly Source[]>([])
  const [choices, setChoices] = useState<Choices>(noChoices)
  const [failure, setFailure] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const ownKeys = useOwnKeys(query)
  useEffect(() => {
    const started = startInspector()
    inspector.current = started
    return () => started.close()
  }, [])

  async function inspect(input: string | Uint8Array, fileName?: string) {
    if (inspector.current === undefined) throw new Error("the page is not there yet")
    return inspector.current.inspect(input, await knownKeyPolicy(queryClient), fileName)
  }
  const paste = usePasteBox(inspect, setBox)
  const sources = useMemo(() => [{ id: "box", found: box.found }, ...files], [box, files])
  const cards = useMemo(() => importCards(sources, choices, ownKeys), [sources, choices, ownKeys])

  async function addFile(file: File) {
    const found = await foundInFile(file, inspect)
    const id = randomId()
    setFiles((others) => [...others, { id, fileName: file.name, found }])
    if (found.some(isPrivate)) announce(t`This is a private key. It has not been sent anywhere.`, "assertive")
  }

  async function importReady(ready: readonly KeyCard[]) {
    setBusy(true)
    const imported = await importKeys(ready, query)
    setChoices((before) => ({
      ...before,
      outcomes: new Map([...before.outcomes, ...imported.outcomes]),
      takenNames: new Set([...before.takenNames, ...imported.takenNames]),
    }))
    setFailure(imported.failure)
    setBusy(false)
    await Promise.all(staleAfterChange.map((word) => queryClient.invalidateQueries({ queryKey: [word] })))
    return imported
  }

  return {
    cards,
    files,
    box,
    paste,
    busy,
    failure,
    importReady,
    addFiles: (added: readonly File[]) => void Promise.all(added.map(addFile)),
    removeFile: (id: string) => setFiles((others) => others.filter((file) => file.id !== id)),
    rename: (fingerprint: string, name: string) =>
      setChoices((before) => ({ ...before, names: new Map(before.names).set(fingerprint, name) })),
    drop: (id: string) => setChoices((before) => ({ ...before, dropped: new Set(before.dropped).add(id) })),
    takeHalf: (fingerprint: string) =>
      setChoices((before) => ({ ...before, halves: new Set(before.halves).add(fingerprint) })),
    reset() {
      paste.clear()
      setBox(emptyBox)
      setFiles([])
      setChoices(noChoices)
      setFailure(undefined)
    },
  }
}

async function foundInFile(
  file: File,
  inspect: (input: Uint8Array, fileName: string) => Promise<{ found: readonly Found[] }>,
): Promise<readonly Found[]> {
  if (file.size > MAX_INPUT_LENGTH) return [refusal("limit_exceeded", "this is larger than 1 MiB")]
  const content = await file.arrayBuffer().catch(() => undefined)
  if (content === undefined) return [refusal("format_unknown", "this file cannot be read")]
  const { found } = await inspect(new Uint8Array(content), file.name)
  return found.length > 0 ? found : [refusal("format_unknown", "")]
}

function refusal(code: "limit_exceeded" | "format_unknown", message: string): Found {
  return { kind: "refused", line: 1, code, message }
}
