import { generateKeyPair } from "node:crypto"
import { promisify } from "node:util"
import { type AccountId, CoreError, type KeyPairType, madePairBits } from "@latchkey/core"
import { formatPublicKey, inspect } from "@latchkey/engine"
import { createTurns } from "../../turns.ts"
import { makeCertificate } from "./certificate.ts"
import { formatPkcs12 } from "./pkcs12.ts"

/** A pair just made. Nothing but the one answer holds its private half. */
export interface MadePair {
  /** An OpenSSH line, or a certificate in PEM. */
  readonly publicKey: string
  /** PKCS#1 in PEM, or PKCS#12 in bare base64 without a password. */
  readonly privateKey: string
}

/** One at a time, each a good part of a second of one core; and accounts take turns. */
const turns = createTurns({ running: 1, waiting: 8, tooMany })

/**
 * Makes a pair when its turn comes.
 *
 * @param owner whom a certificate names
 * @param asker who takes this turn
 * @throws CoreError `unavailable` when too many are waiting
 */
export function makePair(type: KeyPairType, owner: AccountId, asker: AccountId): Promise<MadePair> {
  return turns.inTurn(asker, () => (type === "ssh" ? makeSshPair() : makeX509Pair(owner)))
}

function tooMany(): CoreError {
  return new CoreError("unavailable", "too many key pairs are being made just now", {
    hint: "try again, or make the pair yourself and send its public half",
    retryAfter: 5,
  })
}

const generate = promisify(generateKeyPair)

async function makeSshPair(): Promise<MadePair> {
  const { publicKey, privateKey } = await generate("rsa", {
    modulusLength: madePairBits,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  })
  const [finding] = inspect(publicKey).findings
  if (finding?.kind !== "public_key") throw new Error("a key that was just made cannot be read")
  return { publicKey: formatPublicKey({ ...finding.key, comment: "Generated-by-Latchkey" }), privateKey }
}

async function makeX509Pair(owner: AccountId): Promise<MadePair> {
  const { publicKey, privateKey } = await generate("rsa", { modulusLength: madePairBits })
  const certificate = makeCertificate(owner, publicKey, privateKey)
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? []
  return {
    publicKey: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    privateKey: formatPkcs12(certificate, privateKey).toString("base64"),
  }
}
