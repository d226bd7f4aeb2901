/** Hands the browser a text to save as a file. */
export function downloadText(fileName: string, text: string): void {
  download(fileName, text)
}

/** The same for bytes, of which the browser takes a copy. */
export function downloadBytes(fileName: string, bytes: Uint8Array<ArrayBuffer>): void {
  download(fileName, bytes)
}

function download(fileName: string, content: BlobPart): void {
  // To a name without an ending the browser would append the one of a type that it knows: authorized_keys.txt.
  const address = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }))
  const link = document.createElement("a")
  link.href = address
  link.download = fileName
  link.click()
  URL.revokeObjectURL(address)
}

/** A key's name as the name of a file on any system. */
export function fileNameOf(name: string, ending: string): string {
  const safe = name.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[.-]+|[.-]+$/g, "")
  return `${safe === "" ? "key" : safe.slice(0, 100)}${ending}`
}
