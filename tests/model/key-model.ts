/** What one request to register one key asks for. Moments are hours since the run began. */
export interface NewKey {
  readonly key: number
  readonly name: string | undefined
  readonly isDefault: boolean
  readonly expiresIn: number | undefined
}

/** One request, or the passing of time. Accounts and keys are numbers, the same here and in the real installation. */
export type Operation =
  | { readonly kind: "import"; readonly who: number; readonly keys: readonly NewKey[] }
  | { readonly kind: "rename"; readonly who: number; readonly key: number; readonly name: string }
  | { readonly kind: "default"; readonly who: number; readonly key: number; readonly isDefault: boolean }
  | { readonly kind: "expire"; readonly who: number; readonly key: number; readonly expiresIn: number | undefined }
  | { readonly kind: "disable" | "enable" | "delete"; readonly who: number; readonly key: number }
  | { readonly kind: "delete-many"; readonly who: number; readonly keys: readonly number[] }
  | { readonly kind: "wait"; readonly hours: number }

/** What an account has of one key. */
export interface Entry {
  readonly who: number
  readonly key: number
  readonly name: string
  readonly isDefault: boolean
  readonly expiresAt: number | undefined
  readonly isDisabled: boolean
}

export const done = "done"
export const hadByAnother = "conflict: another account has it"
export const nameTaken = "conflict: the name is taken"
export const hadAs = (name: string) => `conflict: had as ${name}`

type Change = Partial<Omit<Entry, "who" | "key">>

/** PRODUCT.md, "Keys: rules", as short as they can be said. Each rule is a method, so that a test can break it. */
export class KeyModel {
  readonly proposals: readonly string[]
  readonly quotas: readonly number[]
  entries: readonly Entry[] = []
  /** What the audit holds of each key, oldest first. */
  readonly history = new Map<number, string[]>()
  now = 0

  /** @param proposals the name that each key's comment proposes  @param quotas how many keys each account may hold */
  constructor(proposals: readonly string[], quotas: readonly number[]) {
    this.proposals = proposals
    this.quotas = quotas
  }

  /** What each key of the request is answered. */
  apply(operation: Operation): readonly string[] {
    switch (operation.kind) {
      case "import":
        return operation.keys.map((key) => this.register(operation.who, key))
      case "rename":
        return [this.change(operation, "key.update", { name: operation.name })]
      case "default":
        return [this.change(operation, "key.update", { isDefault: operation.isDefault })]
      case "expire":
        return [this.change(operation, "key.update", { expiresAt: this.momentIn(operation.expiresIn) })]
      case "disable":
        return [this.change(operation, "key.disable", { isDisabled: true })]
      case "enable":
        return [this.change(operation, "key.enable", { isDisabled: false })]
      case "delete":
        return [this.delete(operation.who, operation.key)]
      case "delete-many":
        return [...new Set(operation.keys)].map((key) => this.delete(operation.who, key))
      case "wait":
        this.now += operation.hours
        return []
    }
  }

  register(who: number, { key, name, isDefault, expiresIn }: NewKey): string {
    if (this.heldBy(who).length >= (this.quotas[who] ?? 0)) return "quota_exceeded"
    const expiresAt = this.momentIn(expiresIn)
    if (!this.isToCome(expiresAt)) return "invalid"
    const chosen = name === undefined ? this.freeName(who, key) : this.nameFrom(name)
    if (chosen === undefined) return "invalid"
    const [held] = this.holdersOf(key, who)
    if (held !== undefined) return held.who === who ? hadAs(held.name) : hadByAnother
    if (this.hasName(who, chosen)) return nameTaken
    this.entries = [...this.entries, { who, key, name: chosen, isDefault, expiresAt, isDisabled: false }]
    return this.record(key, "key.import")
  }

  change({ who, key }: { who: number; key: number }, action: string, change: Change): string {
    const entry = this.heldBy(who).find((held) => held.key === key)
    if (entry === undefined) return "not_found"
    if ("expiresAt" in change && !this.isToCome(change.expiresAt)) return "invalid"
    const name = change.name === undefined ? entry.name : this.nameFrom(change.name)
    if (name === undefined) return "invalid"
    if (this.hasName(who, name, key)) return nameTaken
    this.entries = this.entries.map((held) => (held === entry ? { ...entry, ...change, name } : held))
    return this.record(key, action)
  }

  delete(who: number, key: number): string {
    const entry = this.heldBy(who).find((held) => held.key === key)
    if (entry === undefined) return "not_found"
    this.entries = this.entries.filter((held) => held !== entry)
    return this.record(key, "key.delete")
  }

  record(key: number, action: string): string {
    this.history.set(key, [...(this.history.get(key) ?? []), action])
    return done
  }

  heldBy(who: number): readonly Entry[] {
    return this.entries.filter((entry) => entry.who === who)
  }

  /** Rule 6: one key, one account, whoever asks. */
  holdersOf(key: number, _asker: number): readonly Entry[] {
    return this.entries.filter((entry) => entry.key === key)
  }

  /** Rule 5: 1 to 255 characters. */
  nameFrom(text: string): string | undefined {
    const name = text.normalize("NFC").trim()
    return name === "" || [...name].length > 255 || /\p{C}/u.test(name) ? undefined : name
  }

  /** Rule 5: unique per account. */
  hasName(who: number, name: string, exceptKey?: number): boolean {
    return this.heldBy(who).some((entry) => entry.key !== exceptKey && this.isSameName(entry.name, name))
  }

  /** Rule 5: upper and lower case differ. */
  isSameName(one: string, other: string): boolean {
    return one === other
  }

  /** Rule 1: the name is proposed from the comment; a number keeps proposals apart. */
  freeName(who: number, key: number): string {
    const proposal = this.proposals[key] ?? ""
    for (let count = 1; ; count++) {
      const name = count === 1 ? proposal : `${proposal} ${count}`
      if (!this.hasName(who, name)) return name
    }
  }

  momentIn(hours: number | undefined): number | undefined {
    return hours === undefined ? undefined : this.now + hours
  }

  isToCome(moment: number | undefined): boolean {
    return moment === undefined || moment > this.now
  }

  /** Rule 7: a key that is disabled or has expired opens nothing. */
  opens(entry: Entry): boolean {
    return !entry.isDisabled && this.isToCome(entry.expiresAt)
  }
}
