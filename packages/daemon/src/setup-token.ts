import { createHash, timingSafeEqual } from "node:crypto"
import type { Secrets, SetupToken } from "@latchkey/core"

/** A set-up link's token with its text, which only the start of the daemon prints. */
export interface PrintableSetupToken extends SetupToken {
  readonly text: string
}

export function createSetupToken(secrets: Secrets): PrintableSetupToken {
  const text = secrets.secret()
  const digest = (token: string) => createHash("sha256").update(token).digest()
  const expected = digest(text)
  return { text, matches: (token) => timingSafeEqual(digest(token), expected) }
}
