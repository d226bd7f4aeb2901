import { connect } from "node:net"
import { CoreError } from "@latchkey/core"
import { decodePublicKey, KeyError, type PublicKey } from "@latchkey/engine"
import { encodeStrings, Reader, type Signer } from "@latchkey/engine/signatures"

// What is asked and answered: draft-ietf-sshm-ssh-agent sections 3.5 and 3.6.
const requestIdentities = 11
const identitiesAnswer = 12
const signRequest = 13
const signResponse = 14
/** Asks RSA keys for rsa-sha2-512; other keys ignore it. */
const rsaSha512 = 4

/** Bytes of one message, as OpenSSH has it (AGENT_MAX_LEN). */
const longestMessage = 256 * 1024
const longestComment = 1024

/** Milliseconds. Somebody may have to confirm a signature, or to touch a device. */
const patience = { list: 5_000, sign: 120_000 } as const

/** One key that an agent offers; an error stands for one that is no plain key, as a certificate. */
export type AgentIdentity = { readonly key: PublicKey } | { readonly error: KeyError }

/** Where the SSH agent listens: SSH_AUTH_SOCK, and on Windows the pipe of its own agent. */
export function agentAddress(): string | undefined {
  const address = process.env.SSH_AUTH_SOCK
  if (address) return address
  return process.platform === "win32" ? "\\\\.\\pipe\\openssh-ssh-agent" : undefined
}

/** @throws CoreError `unavailable` when no agent answers as one */
export async function listIdentities(address: string): Promise<readonly AgentIdentity[]> {
  const answer = await ask(address, Uint8Array.of(requestIdentities), identitiesAnswer, patience.list)
  return spoken(() => {
    const identities: AgentIdentity[] = []
    for (let left = answer.uint32(); left > 0; left--) identities.push(identityOf(answer.string(), answer.string()))
    return identities
  })
}

/** Signs through the agent: the private key stays there. `sign` throws CoreError `unavailable`. */
export function agentSigner(address: string, publicKey: PublicKey): Signer {
  return {
    publicKey,
    async sign(bytes) {
      const flags = Uint8Array.of(0, 0, 0, rsaSha512)
      const request = Buffer.concat([Uint8Array.of(signRequest), encodeStrings([publicKey.blob, bytes]), flags])
      const answer = await ask(address, request, signResponse, patience.sign)
      return spoken(() => answer.string())
    },
  }
}

function identityOf(blob: Uint8Array, comment: Uint8Array): AgentIdentity {
  try {
    return { key: decodePublicKey(blob, new TextDecoder().decode(comment.subarray(0, longestComment))) }
  } catch (error) {
    if (error instanceof KeyError) return { error }
    throw error
  }
}

/** What is wrong with an answer is no fault of a key. */
function spoken<Value>(read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    throw unavailable("what listens there does not speak as an SSH agent", error)
  }
}

function unavailable(message: string, cause?: unknown): CoreError {
  return new CoreError("unavailable", message, { hint: "ssh-add -l shows whether an agent runs, and its keys", cause })
}

/** One request, and what follows the type of its answer. */
function ask(address: string, request: Uint8Array, expected: number, timeout: number): Promise<Reader> {
  return new Promise((resolve, reject) => {
    let answer = Buffer.alloc(0)
    const socket = connect(address, () => socket.write(encodeStrings([request])))
    const fail = (message: string) => {
      socket.destroy()
      reject(unavailable(message))
    }
    socket.setTimeout(timeout, () => fail("the SSH agent does not answer"))
    socket.on("error", () => fail(`no SSH agent listens at ${address}`))
    socket.on("close", () => fail("the SSH agent hung up"))
    socket.on("data", (chunk) => {
      answer = Buffer.concat([answer, chunk])
      const length = answer.length < 4 ? 0 : answer.readUInt32BE()
      if (length > longestMessage) return fail("the SSH agent's answer is too long to be one")
      if (length === 0 || answer.length < 4 + length) return
      const [type, message] = [answer[4], answer.subarray(5, 4 + length)]
      if (type !== expected) return fail("the SSH agent refused")
      resolve(new Reader(message, longestMessage))
      socket.destroy()
    })
  })
}
