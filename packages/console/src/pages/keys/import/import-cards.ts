import type { KeyImportResult } from "@latchkey/contract"
import { freeName, type NameProblem, nameProblem } from "../key-name.ts"
import type { Candidate, Found, PrivateFound } from "./found.ts"

/** A text that was inspected: the box, or one file. */
export type Source = {
  readonly id: string
  readonly fileName?: string
  readonly found: readonly Found[]
}

/** The account's keys, by fingerprint, as far as an import must know them. */
export type OwnKeys = ReadonlyMap<string, { readonly id: string; readonly name: string }>

type Refusal = Extract<KeyImportResult["results"][number], { outcome: "refused" }>["error"]

/** What the daemon made of a key that was sent. */
export type Outcome =
  | {
      readonly is: "imported"
      readonly id: string
      readonly name: string
      /** The policy gave it this expiry. */
      readonly expiresByPolicy?: string
    }
  | { readonly is: "failed"; readonly error: Refusal }

/** What the person did to the cards, by fingerprint where it is about a key. */
export type Choices = {
  readonly names: ReadonlyMap<string, string>
  /** Private keys whose public half shall be imported. */
  readonly halves: ReadonlySet<string>
  /** Cards that were left out, by id. */
  readonly dropped: ReadonlySet<string>
  readonly outcomes: ReadonlyMap<string, Outcome>
  /** Names that the daemon refused because another key has them. */
  readonly takenNames: ReadonlySet<string>
}

export const noChoices: Choices = {
  names: new Map(),
  halves: new Set(),
  dropped: new Set(),
  outcomes: new Map(),
  takenNames: new Set(),
}

/** Whether a key can be imported, and why not. */
export type Verdict =
  | { readonly is: "ready" }
  | { readonly is: "refused" }
  | { readonly is: "yours"; readonly id: string; readonly name: string }
  | { readonly is: "duplicate"; readonly of: number }
  | Outcome

type Place = { readonly id: string; readonly number: number; readonly line: number; readonly fileName?: string }

export type KeyCard = Place & {
  readonly kind: "key"
  readonly candidate: Candidate
  readonly found: Extract<Found, { kind: "key" | "private_key" }>
  readonly verdict: Verdict
  /** Only of a card that is ready: what is in its name field. */
  readonly name: string
  readonly problem?: NameProblem
}
export type PrivateCard = Place & { readonly kind: "private_key"; readonly found: PrivateFound }
export type RefusedCard = Place & { readonly kind: "refused"; readonly found: Extract<Found, { kind: "refused" }> }

/** One thing that was found, in the order of the texts; `number` counts from 1. */
export type ImportCard = KeyCard | PrivateCard | RefusedCard

export function isPrivate(found: Found): found is PrivateFound {
  return found.kind === "private_key"
}

/** Puts the private keys that were caught before into the places that they left in the text. */
export function restoreCaught(found: readonly Found[], caught: readonly PrivateFound[]): readonly Found[] {
  const rest = caught.values()
  return found.flatMap((one) => {
    if (one.kind !== "removed") return [one]
    const { value } = rest.next()
    return value === undefined ? [] : [{ ...value, line: one.line }]
  })
}

/** A .ppk file is the only one that its owner could take for a public key: it is read without another question. */
function isAccepted(found: PrivateFound, halves: Choices["halves"]): boolean {
  return found.half !== undefined && (found.format === "ppk" || halves.has(found.half.fingerprint))
}

/** What the page shows for the inspected texts and what was done to their cards since. */
export function importCards(
  sources: readonly Source[],
  choices: Choices,
  ownKeys: OwnKeys = new Map(),
): readonly ImportCard[] {
  const takenNames = new Set([...ownKeys.values()].map(({ name }) => name).concat(...choices.takenNames))
  const numbers = new Map<string, number>()
  const names = new Set<string>()
  const cards: ImportCard[] = []

  function verdictOn({ fingerprint, judgement }: Candidate): Verdict {
    const first = numbers.get(fingerprint)
    if (first !== undefined) return { is: "duplicate", of: first }
    const outcome = choices.outcomes.get(fingerprint)
    if (outcome?.is === "imported") return outcome
    const own = ownKeys.get(fingerprint)
    if (own !== undefined) return { is: "yours", ...own }
    if (outcome !== undefined) return outcome
    return { is: judgement.verdict === "refused" ? "refused" : "ready" }
  }

  function named({ fingerprint, proposedName }: Candidate): Pick<KeyCard, "name" | "problem"> {
    const typed = choices.names.get(fingerprint)
    const name = typed ?? freeName(proposedName, (free) => takenNames.has(free) || names.has(free))
    const stored = name.trim()
    const clash = takenNames.has(stored) ? "taken" : names.has(stored) ? "twice" : undefined
    const problem = nameProblem(name) ?? clash
    names.add(stored)
    return { name, ...(problem !== undefined && { problem }) }
  }

  function keyCard(place: Place, candidate: Candidate, found: KeyCard["found"]): KeyCard {
    const verdict = verdictOn(candidate)
    if (verdict.is !== "duplicate") numbers.set(candidate.fingerprint, place.number)
    const naming = verdict.is === "ready" ? named(candidate) : { name: "" }
    return { ...place, kind: "key", candidate, found, verdict, ...naming }
  }

  for (const { id: sourceId, fileName, found } of sources) {
    const seen = new Map<string, number>()
    for (const one of found) {
      if (one.kind === "removed") continue
      const label = `${sourceId} ${labelOf(one)}`
      const count = (seen.get(label) ?? 0) + 1
      seen.set(label, count)
      const id = `${label} ${count}`
      if (choices.dropped.has(id)) continue
      const place = { id, number: cards.length + 1, line: one.line, ...(fileName !== undefined && { fileName }) }
      const candidate = one.kind === "key" ? one.candidate : one.kind === "private_key" ? one.half : undefined
      if (one.kind === "refused") cards.push({ ...place, kind: "refused", found: one })
      else if (candidate !== undefined && (one.kind === "key" || isAccepted(one, choices.halves)))
        cards.push(keyCard(place, candidate, one))
      else if (one.kind === "private_key") cards.push({ ...place, kind: "private_key", found: one })
    }
  }
  return cards
}

/** What stays the same about a finding while the text around it is edited. */
function labelOf(found: Found): string {
  if (found.kind === "key") return found.candidate.fingerprint
  if (found.kind === "private_key") return `private ${found.half?.fingerprint ?? found.format}`
  return `line ${found.line}`
}

/** How many cards there are of each kind. */
export type Tally = {
  readonly keys: number
  readonly ready: number
  readonly refused: number
  readonly yours: number
  readonly duplicates: number
  readonly imported: number
  /** Lines and files without anything that looks like a key; they are not among the keys. */
  readonly keyless: number
}

/** Counts cards. */
export function tally(cards: readonly ImportCard[]): Tally {
  const count = (matches: (card: ImportCard) => boolean) => cards.filter(matches).length
  const withVerdict = (is: Verdict["is"]) => count((card) => card.kind === "key" && card.verdict.is === is)
  const keyless = count((card) => card.kind === "refused" && card.found.code === "format_unknown")
  return {
    keys: cards.length - keyless,
    ready: withVerdict("ready"),
    refused: count(({ kind }) => kind !== "key") - keyless + withVerdict("refused") + withVerdict("failed"),
    yours: withVerdict("yours"),
    duplicates: withVerdict("duplicate"),
    imported: withVerdict("imported"),
    keyless,
  }
}
