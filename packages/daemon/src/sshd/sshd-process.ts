import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import type { Failure } from "./gateway-fault.ts"

/** An sshd that was started. */
export interface SshdProcess {
  /** Resolves with undefined once it listens, or with the reason when it ended before. */
  readonly listening: Promise<Failure | undefined>
  /** Resolves, with the way it ended, when sshd and all that watches it are gone. */
  readonly ended: Promise<string>
  /** Ends it: no new connections from now on, and open ones have a second to finish. */
  stop(): Promise<void>
}

/**
 * Runs sshd beside a second process that waits for standard input to end, which it does when the daemon stops sshd and
 * also when the daemon dies, by whatever cause: then sshd ends, and so do the connections that it leaves open. What sshd
 * started for them is listed by Linux only; elsewhere they end with their clients.
 */
const watchedSshd = `
exec 3<&0 </dev/null
"$@" 3<&- &
sshd=$!
{
  read -r _ <&3
  trap "" TERM
  connections=$(cat "/proc/$sshd/task/$sshd/children")
  kill "$sshd"
  if [ "$connections" ]; then
    sleep 1
    kill $connections
  fi
} 2>/dev/null &
watch=$!
wait "$sshd"
status=$?
kill "$watch" 2>/dev/null
wait "$watch"
exit "$status"
`

/** What to do about an sshd that ends. */
export const retryHint = "Latchkey goes on trying; with LATCHKEY_LOG=debug its log has all that sshd says"

/** Longer than the second that open connections have. */
const stopLimitMs = 5000

/** @param onLine given every line that sshd logs */
export function startSshd(sshd: string, configFile: string, onLine: (line: string) => void): SshdProcess {
  const args = ["-c", watchedSshd, "latchkey-sshd", sshd, "-D", "-e", "-f", configFile]
  // Detached, because Ctrl-C on a terminal goes to a whole process group and would end sshd before the daemon does.
  const child = spawn("/bin/sh", args, {
    detached: true,
    cwd: "/",
    env: { PATH: "/usr/bin:/bin" },
    stdio: ["pipe", "ignore", "pipe"],
  })
  const ended = ending(child)
  const listening = new Promise<Failure | undefined>((resolve) => {
    let lastLine = ""
    let bindFailure: Failure | undefined
    const lines = createInterface({ input: child.stderr })
    lines.on("line", (line) => {
      lastLine = line.trim()
      bindFailure ??= explainBindFailure(lastLine)
      if (lastLine.startsWith("Server listening on ")) resolve(undefined)
      onLine(lastLine)
    })
    lines.once("close", async () =>
      resolve(bindFailure ?? { reason: "sshd_ended", message: `${await ended} (${lastLine})`, hint: retryHint }),
    )
  })
  return {
    listening,
    ended,
    async stop() {
      child.stdin.destroy()
      const giveUp = setTimeout(() => killGroup(child), stopLimitMs)
      await ended
      clearTimeout(giveUp)
    },
  }
}

async function ending(child: ChildProcess): Promise<string> {
  try {
    // Not "close": connections that are open write to the same log, and can outlive sshd for long.
    const [status, signal] = await once(child, "exit")
    // As a shell reports it: 128 and the number of the signal that ended sshd.
    return signal === null ? `sshd ended with status ${status}` : `sshd was ended by ${signal}`
  } catch (error) {
    return `sshd could not be started: ${error instanceof Error ? error.message : String(error)}`
  } finally {
    // Whoever watches an sshd that is still there learns by this that it has to end.
    child.stdin?.destroy()
  }
}

function explainBindFailure(line: string): Failure | undefined {
  const [, port, address, why] = /Bind to port (\d+) on (\S+) failed: (.*)\.$/.exec(line) ?? []
  if (port === undefined) return undefined
  return {
    reason: "address_unavailable",
    message: `sshd cannot listen on port ${port} of ${address}: ${why}`,
    hint: "stop what uses it, or set LATCHKEY_SSH_LISTEN to another address or port",
  }
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL")
  } catch {
    // It ended at this very moment.
  }
}
