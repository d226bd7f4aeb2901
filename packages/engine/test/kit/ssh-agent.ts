import { connect } from "node:net"
import { join } from "node:path"
import type { PublicKey } from "../../src/public-key.ts"
import { concatBytes, encodeStrings, Reader } from "../../src/wire.ts"
import type { Workshop } from "./workshop.ts"

const SIGN_REQUEST = 13
const SIGN_RESPONSE = 14

/** A running ssh-agent. */
export interface Agent {
  readonly socket: string
  /** A signature blob by a key that the agent holds; `flags` 4 asks RSA for SHA-512, 0 for SHA-1. */
  sign(key: PublicKey, bytes: Uint8Array, flags: number): Promise<Uint8Array>
  stop(): void
}

/** Starts an ssh-agent in the workshop. It listens when this returns. */
export function startAgent(workshop: Workshop): Agent {
  const socket = join(workshop.folder, "agent")
  const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(workshop.must("ssh-agent", ["-s", "-a", socket]))?.[1])
  return {
    socket,
    sign: (key, bytes, flags) => ask(socket, key, bytes, flags),
    stop() {
      process.kill(pid)
    },
  }
}

/** One request and its answer (draft-ietf-sshm-ssh-agent section 3.6). */
function ask(path: string, key: PublicKey, bytes: Uint8Array, flags: number): Promise<Uint8Array> {
  const request = concatBytes([
    Uint8Array.of(SIGN_REQUEST),
    encodeStrings([key.blob, bytes]),
    Uint8Array.of(0, 0, 0, flags),
  ])
  return new Promise((resolve, reject) => {
    let answer: Uint8Array = new Uint8Array(0)
    const socket = connect(path, () => socket.write(encodeStrings([request])))
    socket.on("error", reject)
    socket.on("close", () => reject(new Error("the agent hung up")))
    socket.on("data", (chunk) => {
      answer = concatBytes([answer, chunk])
      if (answer.length < 4 || answer.length < 4 + new Reader(answer).uint32()) return
      const message = new Reader(answer).string()
      if (message[0] === SIGN_RESPONSE) resolve(new Reader(message.subarray(1)).string())
      else reject(new Error("the agent refused to sign"))
      socket.destroy()
    })
  })
}
