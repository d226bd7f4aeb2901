let kept = ""

/** Keeps a link's secret while its holder signs in: in this page's memory alone, so that it is in no address and no store. */
export function keepSecret(secret: string): void {
  kept = secret
}

/** What was kept; "" for nothing. */
export function keptSecret(): string {
  return kept
}
