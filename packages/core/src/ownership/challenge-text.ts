import { fingerprintSha256 } from "@latchkey/engine"
import type { OwnershipChallenge } from "./challenge.ts"

/** The installation at which a proof counts. */
export interface ProvingGround {
  /** Its public URL, as `https://keys.example.org`: what whoever signs can compare with the address that they opened. */
  readonly url: string
  /** What it calls itself, which stays when its address changes. */
  readonly installation: string
}

/** What a text to sign names. */
export interface ChallengeFacts extends ProvingGround {
  /** Id of the account that the key is to be verified for. */
  readonly account: string
  /** The key's SHA256 fingerprint. */
  readonly key: string
  readonly code: string
  /** ISO 8601, in UTC. */
  readonly until: string
}

const start = "latchkey-verify"

/** All facts, in the order in which they are written. */
const names = ["url", "installation", "account", "key", "code", "until"] as const satisfies (keyof ChallengeFacts)[]

/**
 * The text to sign: one line, and nothing in it that a shell reads as anything but itself. It names the installation by
 * its address, the account, the key and the time, so that a signature proves one thing in one place.
 */
export function challengeText(
  ground: ProvingGround,
  challenge: Pick<OwnershipChallenge, "accountId" | "publicKey" | "code" | "expiresAt">,
): string {
  const { accountId, publicKey, code, expiresAt } = challenge
  const key = fingerprintSha256(publicKey.blob)
  const facts = { ...ground, account: accountId, key, code, until: new Date(expiresAt).toISOString() }
  return [start, ...names.map((name) => `${name}=${facts[name]}`)].join(" ")
}

/**
 * What a text asks to be signed; undefined for any other text. Whoever signs looks at this first: a Latchkey that hands on
 * the text of another one gets a key there that is not its to have.
 */
export function readChallengeText(text: string): ChallengeFacts | undefined {
  const [, url, installation, account, key, code, until] = form.exec(text) ?? []
  if (url === undefined || installation === undefined || account === undefined) return undefined
  if (key === undefined || code === undefined || until === undefined) return undefined
  return { url, installation, account, key, code, until }
}

const form = new RegExp(`^${[start, ...names.map((name) => `${name}=([!-~]{1,300})`)].join(" ")}$`)
