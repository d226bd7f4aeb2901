import { type OwnershipResult, routes } from "@latchkey/contract"
import { CoreError, ownershipNamespace } from "@latchkey/core"
import { formatPublicKey, type PublicKey, parsePublicKey, toPrintable } from "@latchkey/engine"
import { signSshsig } from "@latchkey/engine/signatures"
import { connect } from "../../connection.ts"
import { findKey } from "../../find-key.ts"
import { accountOf } from "../../find-project.ts"
import { print, printJson, printNote } from "../../io.ts"
import { findSigner } from "../../key-files/find-signer.ts"
import { readSource, searchSource } from "../../key-sources.ts"
import { timeWords } from "../../key-words.ts"
import { requireOwnChallenge } from "../../own-challenge.ts"

export interface VerifyOptions {
  /** A file with a key that is not registered to oneself. */
  readonly claim?: string
  readonly file?: string
  readonly passphraseFile?: string
  readonly robot?: string
  readonly json?: boolean
}

/** `latchkey key verify`: a challenge of the daemon is signed here, and the signature is all that is sent. */
export async function verifyKey(text: string | undefined, options: VerifyOptions): Promise<void> {
  const { claim, robot, json } = options
  if ((text === undefined) === (claim === undefined)) {
    throw new CoreError("invalid", "one key is verified at a time: one of yours, or one in a file", {
      hint: "use latchkey key verify NAME, or latchkey key verify --claim FILE.pub",
    })
  }
  const claimed = claim === undefined ? undefined : await keyIn(claim)
  const { client, url } = await connect()
  const account = (await accountOf(client, robot)) ?? (await client.call(routes.showAccount, {})).account.id
  const key = claimed ?? publicKeyOf((await findKey(client, text ?? "", robot)).publicKey)
  const { signer, place, forget } = await findSigner(key, options)
  try {
    const publicKey = formatPublicKey({ ...key, comment: "" })
    const challenge = await client.call(routes.challengeOwnership, { body: { publicKey, account } })
    requireOwnChallenge(challenge.text, { url, account, key })
    if (!json) printNote(`signing with ${place}`)
    const message = new TextEncoder().encode(challenge.text)
    const signature = await signSshsig(message, signer, { namespace: ownershipNamespace })
    const result = await client.call(routes.proveOwnership, { params: { id: challenge.id }, body: { signature } })
    if (json) printJson(result)
    else print(toPrintable(wordsOf(result)))
  } finally {
    forget()
  }
}

/** The one key of a file. Of a private one, its public half. */
async function keyIn(path: string): Promise<PublicKey> {
  const [found, ...others] = searchSource(await readSource(path), 0)
  if (found === undefined || others.length > 0) {
    throw new CoreError("invalid", `${path} does not hold one key`, { hint: "name the .pub file of the key" })
  }
  if ("error" in found) throw found.error
  return found.key
}

function publicKeyOf(line: string): PublicKey {
  return parsePublicKey(line.split(" ").slice(0, 2).join(" "))
}

function wordsOf(result: OwnershipResult): string {
  if (result.outcome === "waiting") {
    const from = timeWords(result.claim.takesEffectAt, Date.now())
    return `proved, and waiting: another account uses this key, and it is yours ${from} unless that account proves it too`
  }
  const { name } = result.key
  if (result.outcome === "verified") return `${name} is verified`
  if (result.outcome === "registered") return `${name} is added and verified`
  return `${name} is taken over and verified: another account had added it without a proof`
}
