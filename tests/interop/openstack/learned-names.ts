/** What the recorded cloud called something, and what it is called here: ids, tokens, keys made by a server, addresses. */
export class LearnedNames {
  readonly #known: Map<string, string>

  constructor(known: Readonly<Record<string, string>>) {
    this.#known = new Map(Object.entries(known))
  }

  /** False when it had another name before, here or there. */
  learn(recorded: string, here: string): boolean {
    const known = this.#known.get(recorded)
    if (known !== undefined) return known === here
    if ([...this.#known.values()].includes(here)) return false
    this.#known.set(recorded, here)
    return true
  }

  /** A recorded text with the names of here. */
  translate(text: string): string {
    let translated = text
    // The longest first: some begin as others do.
    for (const recorded of [...this.#known.keys()].sort((left, right) => right.length - left.length)) {
      translated = translated.replaceAll(recorded, this.#known.get(recorded) ?? "")
    }
    return translated
  }
}
