/** A text in quotes, which every POSIX shell takes for one word and reads nothing in. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** A name or path as a shell takes it for one word, for commands that people copy: in quotes only where it needs them. */
export function shellWord(text: string): string {
  return /^[\w.@:+/~-]+$/.test(text) ? text : quoteForShell(text)
}
