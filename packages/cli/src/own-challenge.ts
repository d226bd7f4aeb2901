import { CoreError, readChallengeText } from "@latchkey/core"
import { fingerprintSha256, type PublicKey } from "@latchkey/engine"

/** What a person asked to have verified, and where. */
export interface Asked {
  /** The origin of the Latchkey that commands talk to. */
  readonly url: string
  /** Id of the account that the key is to be verified for. */
  readonly account: string
  readonly key: PublicKey
}

/**
 * Refuses to sign anything but a proof of the key that was asked for, at the Latchkey that was asked: another one could hand on
 * a text of a third, and so get the key there for an account of its own.
 *
 * @throws CoreError `invalid`
 */
export function requireOwnChallenge(text: string, { url, account, key }: Asked): void {
  const facts = readChallengeText(text)
  if (facts === undefined) {
    throw new CoreError(
      "invalid",
      `what ${url} wants signed is no proof of a key as this command knows it; it was not signed`,
      {
        hint: "the Latchkey there may be older or newer than this command: have both at the same version",
      },
    )
  }
  if (originOf(facts.url) !== url) {
    throw new CoreError("invalid", `what ${url} wants signed counts at ${facts.url}; it was not signed`, {
      hint:
        `if both are one Latchkey, log in at the address that it knows itself by: latchkey login ${facts.url}, ` +
        "or have LATCHKEY_PUBLIC_URL set there; if not, it is after your key at the other one",
    })
  }
  if (facts.account !== account) {
    throw new CoreError("invalid", `what ${url} wants signed verifies the key for another account; it was not signed`, {
      hint: "try again; if that happens twice, do not trust this Latchkey with your keys",
    })
  }
  const [asked, named] = [fingerprintSha256(key.blob), facts.key]
  if (named === asked) return
  throw new CoreError("invalid", `what ${url} wants signed is about another key: ${named}; it was not signed`, {
    hint: `${asked} was asked for: try again; if that happens twice, do not trust this Latchkey with your keys`,
  })
}

function originOf(url: string): string | undefined {
  return URL.parse(url)?.origin
}
