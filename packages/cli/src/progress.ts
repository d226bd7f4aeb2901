/** How far long work has come: one line on a terminal, written over itself; nothing in a pipe. */
export interface Progress {
  show(text: string): void
  /** Takes the line away. */
  end(): void
}

export function showProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!stream.isTTY) return { show: () => undefined, end: () => undefined }
  const write = (text: string) => stream.write(`\r\u001b[K${text}`)
  let isShown = false
  return {
    show(text) {
      isShown = true
      write(text)
    },
    end: () => void (isShown && write("")),
  }
}
