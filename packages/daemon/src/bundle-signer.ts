import { type BundleKeyFiles, type BundleSigningKey, type Context, CoreError, newBundleKey } from "@latchkey/core"
import { type Signer, signSshsig } from "@latchkey/engine/signatures"
import {
  bundleKeyFolder,
  dropOwnBundleKey,
  makeBundleKey,
  readBundleKeys,
  type Signers,
  settleBundleKeys,
} from "./bundle-key-files.ts"
import type { Logger } from "./log.ts"

/** Signs what servers go by. */
export interface BundleSigner extends BundleKeyFiles {
  /** Resolves when this daemon has the current key. @throws CoreError `unavailable` */
  requireKey(): Promise<void>
  /** Believes nothing of before: after a look at what servers should have, which may be trust in other keys. */
  lookAgain(): void
  /** An SSH signature in its armour, by the current key. @throws CoreError `unavailable` where this daemon lacks it */
  sign(text: string, namespace: string): Promise<string>
}

/** Milliseconds for which it is believed which key is the current one: servers trust the one before as well. */
const believeFor = 1_000

/**
 * The installation's bundle keys, from this daemon's data folder. The first daemon of an installation makes one. A daemon
 * whose folder lacks the one that is current signs nothing: it says what to copy, finds it once it is there, and goes on
 * with everything else.
 *
 * @throws CoreError `invalid` for a file that holds no Ed25519 key
 */
export async function openBundleSigner(
  context: Context,
  dataFolder: string,
  log: Pick<Logger, "warn">,
): Promise<BundleSigner> {
  const { database } = context
  const told = new Set<string>()
  let signers: Signers = await makeFirst(context, dataFolder)
  let looked: Promise<readonly BundleSigningKey[]> | undefined
  let lookedAt = 0

  async function look(): Promise<readonly BundleSigningKey[]> {
    const keys = await database.stores.bundleKeys.list()
    const trusted = keys.filter(({ state }) => state !== "retired")
    const isSettled = keys.every(({ publicKey, state }) => signers.has(publicKey) === (state !== "retired"))
    if (isSettled) return trusted
    await settleBundleKeys(dataFolder, keys)
    signers = await readBundleKeys(dataFolder)
    for (const { publicKey, state, fingerprint } of trusted) {
      if (signers.has(publicKey) || told.has(`${state} ${publicKey}`)) continue
      told.add(`${state} ${publicKey}`)
      const lack =
        state === "current"
          ? "this daemon cannot speak to connected servers: its data folder lacks the bundle key"
          : "this daemon cannot speak to connected servers once an announced bundle key is used: its data folder lacks that"
      log.warn(
        { folder: bundleKeyFolder(dataFolder), fingerprint },
        `${lack}; copy host/bundle-key and host/bundle-key.next from the data folder of a daemon that has them`,
      )
    }
    return trusted
  }

  function trustedKeys(): Promise<readonly BundleSigningKey[]> {
    if (looked !== undefined && performance.now() - lookedAt < believeFor) return looked
    lookedAt = performance.now()
    const looking = look()
    looked = looking
    const disbelieve = () => {
      if (looked === looking) looked = undefined
    }
    // Neither what failed is believed, nor that the current key is missing: the next moment another may be in use.
    looking.then((keys) => signerAmong(keys) ?? disbelieve(), disbelieve)
    return looking
  }

  function signerAmong(keys: readonly BundleSigningKey[]): Signer | undefined {
    const current = keys.find(({ state }) => state === "current")
    return current && signers.get(current.publicKey)
  }

  async function currentSigner(): Promise<Signer> {
    const signer = signerAmong(await trustedKeys())
    if (signer !== undefined) return signer
    throw new CoreError("unavailable", "this daemon lacks the key that servers trust", {
      hint: "whoever runs this Latchkey finds in its log what to copy",
      retryAfter: 60,
    })
  }

  // Says at the start what is missing.
  await trustedKeys()
  return {
    async requireKey() {
      await currentSigner()
    },
    async sign(text, namespace) {
      return signSshsig(Buffer.from(text), await currentSigner(), { namespace, isTrusted: true })
    },
    lookAgain() {
      looked = undefined
    },
    async makeNext(registered) {
      await settleBundleKeys(dataFolder, registered)
      return makeBundleKey(dataFolder, "next")
    },
    async has(publicKey) {
      return signers.has(publicKey) || (await readBundleKeys(dataFolder)).has(publicKey)
    },
  }
}

/** Only while nobody has registered one. It is written before it is registered: else it could be lost and yet be known. */
async function makeFirst({ database, clock }: Context, path: string): Promise<Signers> {
  const there = await readBundleKeys(path)
  if ((await database.stores.bundleKeys.list()).length > 0) return there
  const key = newBundleKey(await makeBundleKey(path, "own"), "current", clock.now())
  const isFirst = await database.transaction(async ({ bundleKeys }) => {
    if ((await bundleKeys.list()).length > 0) return false
    await bundleKeys.insert(key)
    return true
  })
  // One that was there before this start is whoever's put it there.
  if (!isFirst && there.size === 0) await dropOwnBundleKey(path)
  return readBundleKeys(path)
}
