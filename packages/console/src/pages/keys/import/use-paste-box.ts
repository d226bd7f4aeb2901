import { detectPrivateKey, MAX_INPUT_LENGTH } from "@latchkey/engine"
import { useLingui } from "@lingui/react/macro"
import { type ClipboardEvent, type FormEvent, useEffect, useRef } from "react"
import { announce } from "../../../ui/announce.ts"
import type { Found, InspectedText, PrivateFound } from "./found.ts"
import { isPrivate, restoreCaught } from "./import-cards.ts"

/** The text is inspected this long after its last change, in milliseconds. */
const inspectAfter = 300

/** What the box tells the page: what stands in it, or why that could not be found out. */
export type BoxReport = {
  readonly found: readonly Found[]
  /** Whether there is text at all. */
  readonly empty: boolean
  readonly problem?: "too-large" | "failed"
}

/**
 * Watches the box in which keys are pasted. A private key is taken out at once, before it is even put in where the
 * browser lets us: it is held by nothing but the call that inspects it, and the box keeps a line that says so.
 */
export function usePasteBox(inspect: (text: string) => Promise<InspectedText>, onReport: (report: BoxReport) => void) {
  const { t } = useLingui()
  const field = useRef<HTMLTextAreaElement>(null)
  const caught = useRef<readonly PrivateFound[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const turn = useRef(0)
  useEffect(() => () => clearTimeout(timer.current), [])

  async function read(text: string): Promise<void> {
    clearTimeout(timer.current)
    const mine = ++turn.current
    const { found, safeText } = await inspect(text)
    // A newer text is being read already, and this one is in it.
    if (mine !== turn.current) return
    const restored = restoreCaught(found, caught.current)
    caught.current = restored.filter(isPrivate)
    if (!found.some(isPrivate)) return onReport({ found: restored, empty: text.trim() === "" })
    show(safeText)
    announce(t`This is a private key. It was removed and has not been sent anywhere.`, "assertive")
    return read(safeText)
  }

  /** Writing the value anew also empties the field's undo history. */
  function show(text: string) {
    if (field.current !== null) field.current.value = text
  }

  async function attempt(text: string) {
    try {
      await read(text)
    } catch {
      onReport({ found: [], empty: false, problem: "failed" })
    }
  }

  async function takeOut(text: string) {
    if (field.current !== null) field.current.readOnly = true
    await attempt(text)
    if (field.current !== null) field.current.readOnly = false
  }

  function onPaste(event: ClipboardEvent<HTMLTextAreaElement>) {
    const { value, selectionStart, selectionEnd, readOnly } = event.currentTarget
    if (readOnly) return event.preventDefault()
    const pasted = event.clipboardData.getData("text/plain")
    const text = value.slice(0, selectionStart) + pasted + value.slice(selectionEnd)
    if (text.length > MAX_INPUT_LENGTH) {
      event.preventDefault()
      return onReport({ found: [], empty: false, problem: "too-large" })
    }
    if (detectPrivateKey(text) === undefined) return
    event.preventDefault()
    void takeOut(text)
  }

  function onInput(event: FormEvent<HTMLTextAreaElement>) {
    const { value } = event.currentTarget
    const { nativeEvent } = event
    const isTyped =
      nativeEvent instanceof InputEvent && /^(insertText|insertFromPaste|delete)/.test(nativeEvent.inputType)
    if (!isTyped && detectPrivateKey(value) !== undefined) {
      event.currentTarget.value = ""
      return void takeOut(value)
    }
    clearTimeout(timer.current)
    timer.current = setTimeout(() => attempt(value), inspectAfter)
  }

  function clear() {
    show("")
    caught.current = []
    turn.current += 1
    clearTimeout(timer.current)
  }
  return { field, handlers: { onPaste, onInput }, clear }
}

export type PasteHandlers = ReturnType<typeof usePasteBox>["handlers"]
