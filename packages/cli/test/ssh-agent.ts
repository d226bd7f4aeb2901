import { execFileSync } from "node:child_process"

/** A running ssh-agent. */
export interface SshAgent {
  readonly socket: string
  /** Gives it the private key of a file without a passphrase. */
  add(path: string): void
  stop(): void
}

/** Starts an ssh-agent of one's own. It listens when this returns. */
export function startSshAgent(socket: string): SshAgent {
  const words = execFileSync("ssh-agent", ["-s", "-a", socket], { encoding: "utf8" })
  const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(words)?.[1])
  return {
    socket,
    add: (path) =>
      void execFileSync("ssh-add", ["-q", path], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: "pipe" }),
    stop: () => void process.kill(pid),
  }
}
