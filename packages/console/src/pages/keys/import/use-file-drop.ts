import { useWindowEvent } from "@mantine/hooks"
import { useEffect, useState } from "react"

/** Text that is dragged is not ours: the browser puts it into the field under the pointer. */
function holdsFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes("Files") === true
}

/** Whoever takes files at present. The last one does: a dialog lies over its page. */
const takers: object[] = []

/** Takes files that are dropped anywhere on the page. True while some are held over it. */
export function useFileDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [dragging, setDragging] = useState(false)
  const [taker] = useState(() => ({}))
  useEffect(() => {
    takers.push(taker)
    return () => {
      takers.splice(takers.indexOf(taker), 1)
    }
  }, [taker])
  const isTaken = (event: DragEvent) => takers.at(-1) === taker && holdsFiles(event)

  function accept(event: DragEvent) {
    if (!isTaken(event)) return
    // Left alone, the browser would open the file in place of this page.
    event.preventDefault()
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "copy"
    setDragging(true)
  }
  useWindowEvent("dragenter", accept)
  useWindowEvent("dragover", accept)
  useWindowEvent("dragleave", ({ relatedTarget }) => {
    // Between two elements of the page it names the other one.
    if (relatedTarget === null) setDragging(false)
  })
  useWindowEvent("drop", (event) => {
    setDragging(false)
    if (!isTaken(event)) return
    event.preventDefault()
    onFiles([...(event.dataTransfer?.files ?? [])])
  })
  return dragging
}
