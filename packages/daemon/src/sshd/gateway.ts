import { randomUUID } from "node:crypto"
import { once } from "node:events"
import { rm, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { join } from "node:path"
import type { GatewayOff, Gateway as GatewayState } from "@latchkey/contract"
import type { Context, Origin } from "@latchkey/core"
import { isLoopback } from "../addresses.ts"
import type { Logger } from "../log.ts"
import type { ListenAddress } from "../settings.ts"
import { chooseAlgorithms } from "./algorithms.ts"
import { authorizedKeysCommand } from "./authorized-keys.ts"
import { type Failure, GatewayFault } from "./gateway-fault.ts"
import { openHostKeys } from "./host-keys.ts"
import { batchKeyUses } from "./key-uses.ts"
import { findMachine, systemFolders } from "./machine.ts"
import { knowsLine, proveConfig } from "./prove-config.ts"
import { type Attempt, createQuestions } from "./questions.ts"
import { claimSocket, makePrivateFolder } from "./run-folder.ts"
import { perSourceLimits, sshdConfig } from "./sshd-config.ts"
import { startSshd } from "./sshd-process.ts"
import { supervise } from "./supervisor.ts"

export interface GatewayOptions {
  readonly listen: ListenAddress | "off"
  /** The name or address under which people reach this machine. */
  readonly publicHost: string
  /** No other daemon's. Host keys are kept in its folder `ssh`; what belongs to one start only is in `run`. */
  readonly dataFolder: string
  readonly contextFor: (origin: Origin) => Context
  readonly log: Logger
  /** Told of each key that signs in or is refused. */
  readonly onAttempt?: (attempt: Attempt) => void
  /** Where sshd, ssh, ssh-keygen and curl are looked for. Default: `systemFolders`. */
  readonly programFolders?: readonly string[]
}

/** The SSH gateway: the system's sshd, which asks this daemon about every key. */
export interface Gateway {
  /** As it is now: a gateway that is on can be off for a moment, until sshd is up again. */
  state(): GatewayState
  /** Takes no more logins, ends sshd with all that it started, and writes down the last uses of keys. */
  stop(): Promise<void>
}

/**
 * Starts the gateway. Never throws: on a machine that cannot have one it is off, with the reason and what to do.
 * Resolves when logins work, or it is known why not.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  if (options.listen === "off") {
    return off({
      reason: "switched_off",
      message: "the SSH gateway is switched off",
      hint: "set LATCHKEY_SSH_LISTEN to an address and port, as 127.0.0.1:2222",
    })
  }
  const stack = new AsyncDisposableStack()
  try {
    return await start(options, options.listen, stack)
  } catch (error) {
    await stack.disposeAsync()
    if (error instanceof GatewayFault) return off(error)
    options.log.error({ err: error }, "the SSH gateway could not be started")
    return off({
      reason: "unexpected",
      message: `the SSH gateway could not be started: ${error instanceof Error ? error.message : String(error)}`,
      hint: `look whether Latchkey may write to ${options.dataFolder}`,
    })
  }
}

/** `stack` takes what has to be ended again, in the order in which it was started. */
async function start(options: GatewayOptions, listen: ListenAddress, stack: AsyncDisposableStack): Promise<Gateway> {
  const { log, contextFor } = options
  const machine = await findMachine(options.programFolders ?? systemFolders)
  const runFolder = join(options.dataFolder, "run")
  await makePrivateFolder(runFolder)
  const [hostKeys, socket, port, knownLimits] = await Promise.all([
    openHostKeys(machine.sshKeygen, join(options.dataFolder, "ssh")),
    claimSocket(runFolder),
    listen.port === 0 ? freePort(listen.host) : listen.port,
    Promise.all(perSourceLimits.map((line) => knowsLine(machine.sshd, line))),
  ])
  const line = { curl: machine.curl, socketPath: socket.path }
  const { ownFolder } = socket
  // The socket itself goes when its listener closes.
  if (ownFolder !== undefined) stack.defer(() => rm(ownFolder, { recursive: true, force: true }))

  const uses = batchKeyUses(() => contextFor({ door: "ssh", requestId: randomUUID() }), log)
  stack.defer(() => uses.stop())
  const onAttempt = options.onAttempt ?? (() => {})
  const questions = createQuestions({ line, contextFor, log, onAttempt, onUse: uses.add })
  stack.defer(async () => {
    questions.close()
    if (questions.listening) await once(questions, "close")
  })
  questions.listen(socket.path)
  await once(questions, "listening")

  const configFile = join(runFolder, "sshd_config")
  const config = sshdConfig({
    machine,
    listen: { host: listen.host, port },
    hostKeys,
    algorithms: await chooseAlgorithms(
      machine.ssh,
      hostKeys.map(({ keyType }) => keyType),
    ),
    limits: perSourceLimits.filter((_, index) => knownLimits[index]),
    pidFile: join(runFolder, "sshd.pid"),
    authorizedKeysCommand: authorizedKeysCommand(line),
  })
  const supervisor = await supervise(async () => {
    await writeFile(configFile, config, { mode: 0o600 })
    await proveConfig(machine.sshd, configFile)
    // Whoever connects can write into these lines, so they are nothing but text, for whoever looks for a fault.
    return startSshd(machine.sshd, configFile, (text) => log.debug({ sshd: text }))
  }, log)
  stack.defer(() => supervisor.stop())

  const on: GatewayState = {
    state: "on",
    user: machine.user,
    // People come to this machine by that name, but not to what listens for its own programs alone.
    host: isLoopback(listen.host) && !isLoopback(options.publicHost) ? "localhost" : options.publicHost,
    port,
    hostKeys: hostKeys.map(({ keyType, fingerprint, publicKey }) => ({ keyType, fingerprint, publicKey })),
  }
  return {
    state() {
      const liveness = supervisor.liveness()
      return liveness.up ? on : offState(liveness)
    },
    stop: () => stack.disposeAsync(),
  }
}

function off(failure: Failure): Gateway {
  const state = offState(failure)
  return { state: () => state, stop: async () => {} }
}

function offState({ reason, message, hint }: Failure): GatewayOff {
  return { state: "off", reason, message, ...(hint !== undefined && { hint }) }
}

/** sshd takes no port 0, so the system is asked for one before. */
async function freePort(host: string): Promise<number> {
  const listener = createServer().listen(0, host)
  await once(listener, "listening")
  const address = listener.address()
  listener.close()
  await once(listener, "close")
  if (address === null || typeof address === "string") throw new Error(`there is no free port at ${host}`)
  return address.port
}
