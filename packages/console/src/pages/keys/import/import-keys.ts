import { routes } from "@latchkey/contract"
import { api } from "../../../api.ts"
import type { KeyCard, Outcome } from "./import-cards.ts"

/** How many keys go into one request: well below what its body may hold, whatever the keys' type. */
const keysPerRequest = 100

/** What became of the cards that were sent. */
export type Imported = {
  readonly outcomes: ReadonlyMap<string, Outcome>
  /** Names that the daemon refused because other keys have them. */
  readonly takenNames: readonly string[]
  /** Why the rest was not sent, when a request failed as a whole. */
  readonly failure?: unknown
}

/** Sends the public lines of cards that are ready, for a robot or for oneself, and nothing else of what was inspected. */
export async function importKeys(cards: readonly KeyCard[], holder: { readonly account?: string }): Promise<Imported> {
  const outcomes = new Map<string, Outcome>()
  const takenNames: string[] = []
  for (let start = 0; start < cards.length; start += keysPerRequest) {
    const part = cards.slice(start, start + keysPerRequest)
    const keys = part.map(({ candidate, name }) => ({ text: candidate.publicLine, name: name.trim() }))
    try {
      const { results } = await api.call(routes.importKeys, { body: { keys, ...holder } })
      for (const result of results) {
        const card = part[result.item]
        if (card === undefined) continue
        const { fingerprint } = card.candidate
        if (result.outcome === "imported") {
          const { id, name, expiresAt } = result.key
          const expiry = result.expiresByPolicy && expiresAt !== null ? { expiresByPolicy: expiresAt } : {}
          outcomes.set(fingerprint, { is: "imported", id, name, ...expiry })
        } else if (result.error.fields?.some(({ path }) => path === "name")) takenNames.push(card.name.trim())
        else outcomes.set(fingerprint, { is: "failed", error: result.error })
      }
    } catch (failure) {
      return { outcomes, takenNames, failure }
    }
  }
  return { outcomes, takenNames }
}
