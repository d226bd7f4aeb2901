import type { ServerId } from "../ids.ts"
import type { Stores } from "../ports.ts"
import type { Instant } from "../time.ts"
import { type Opening, openingsOf } from "./opening.ts"

/**
 * What opens each of these servers at `now`: see `openingsOf`. A few statements, however many servers there are.
 *
 * @param stores those of a transaction, when something is written that follows from it
 */
export async function findOpenings(
  { accesses }: Pick<Stores, "accesses">,
  servers: readonly ServerId[],
  now: Instant,
): Promise<readonly Opening[]> {
  return openingsOf(await accesses.openingFacts(servers), now)
}
