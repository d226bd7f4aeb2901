import { useWindowEvent } from "@mantine/hooks"
import { useState } from "react"

/** Text that is dragged is not ours: the browser puts it into the field under the pointer. */
function holdsFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes("Files") === true
}

/** Takes files that are dropped anywhere on the page. True while some are held over it. */
export function useFileDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [dragging, setDragging] = useState(false)

  function accept(event: DragEvent) {
    if (!holdsFiles(event)) return
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
    if (!holdsFiles(event)) return
    event.preventDefault()
    onFiles([...(event.dataTransfer?.files ?? [])])
  })
  return dragging
}
