import { CoreError } from "@latchkey/core"
import { fingerprintSha256, inspect, MAX_INPUT_LENGTH, type PublicKey } from "@latchkey/engine"
import { readPublicHalf } from "@latchkey/engine/private"
import { type Signer, signerOf } from "@latchkey/engine/signatures"
import { agentAddress, agentSigner, listIdentities } from "../agent/agent.ts"
import { isFileError } from "../file-error.ts"
import { fileLabel, readInput } from "../io.ts"
import { openPrivateKey } from "./open-private-key.ts"
import { sshFolderFiles } from "./ssh-folder.ts"

/** Where the private half of a key may be looked for. */
export interface SignerOptions {
  readonly file?: string
  readonly passphraseFile?: string
}

/** What can sign for a key, and where it was found. */
export interface FoundSigner {
  readonly signer: Signer
  readonly place: string
  /** Afterwards: what was read of a private key is set to zero. */
  forget(): void
}

/**
 * What can sign for a key: the file that is named, else the SSH agent, else a file of ~/.ssh that holds its private half.
 *
 * @throws CoreError `not_found`, `invalid` for a file with another key
 * @throws KeyError, Cancelled
 */
export async function findSigner(key: PublicKey, options: SignerOptions): Promise<FoundSigner> {
  const { file, passphraseFile } = options
  const fingerprint = fingerprintSha256(key.blob)
  if (file !== undefined) return signerIn(file, fingerprint, passphraseFile)
  const agent = await signerInAgent(fingerprint)
  if (agent !== undefined) return agent
  for (const path of await folderFiles()) {
    if (await holdsPrivateHalf(path, fingerprint)) return signerIn(path, fingerprint, passphraseFile)
  }
  throw new CoreError("not_found", `neither the SSH agent nor ~/.ssh has the private half of ${fingerprint}`, {
    hint: "name its file with --file FILE, or load it into the agent: ssh-add FILE",
  })
}

async function signerIn(path: string, fingerprint: string, passphraseFile?: string): Promise<FoundSigner> {
  const place = fileLabel(path)
  const { key } = await openPrivateKey(await readInput(path, MAX_INPUT_LENGTH), place, passphraseFile)
  const found = fingerprintSha256(key.publicKey.blob)
  if (found === fingerprint) return { signer: signerOf(key), place, forget: () => key.wipe() }
  key.wipe()
  throw new CoreError("invalid", `${place} holds another key: ${found}`, {
    hint: `name the file with the private half of ${fingerprint}`,
  })
}

/** An agent that is gone has no keys: the files are still there. */
async function signerInAgent(fingerprint: string): Promise<FoundSigner | undefined> {
  const address = agentAddress()
  if (address === undefined) return undefined
  try {
    for (const identity of await listIdentities(address)) {
      if ("error" in identity || fingerprintSha256(identity.key.blob) !== fingerprint) continue
      return { signer: agentSigner(address, identity.key), place: "the SSH agent", forget: () => undefined }
    }
  } catch (error) {
    if (!(error instanceof CoreError)) throw error
  }
  return undefined
}

/** An older file shows its public half to whoever has the passphrase only; then the file beside it tells. */
async function holdsPrivateHalf(path: string, fingerprint: string): Promise<boolean> {
  const [finding, ...others] = await findingsIn(path)
  if (finding?.kind !== "private_key" || others.length > 0) return false
  if (finding.publicHalf !== undefined) return fingerprintSha256(finding.publicHalf.blob) === fingerprint
  const [beside] = await findingsIn(`${path}.pub`)
  return beside?.kind === "public_key" && fingerprintSha256(beside.key.blob) === fingerprint
}

async function findingsIn(path: string) {
  return ifReadable(async () => inspect(await readInput(path, MAX_INPUT_LENGTH), { readPublicHalf }).findings)
}

function folderFiles(): Promise<readonly string[]> {
  return ifReadable(sshFolderFiles)
}

async function ifReadable<Item>(read: () => Promise<readonly Item[]>): Promise<readonly Item[]> {
  try {
    return await read()
  } catch (error) {
    if (isFileError(error)) return []
    throw error
  }
}
