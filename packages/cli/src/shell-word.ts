/** A name or path as a shell takes it for one word, for commands that people copy. */
export function shellWord(text: string): string {
  return /^[\w.@:+/~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
