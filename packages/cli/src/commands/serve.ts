import { daemonCommand, daemonEnvironment, runDaemonProgram } from "../daemon-program.ts"

/** Becomes the daemon where the system can do that; else runs it as a child. */
export async function serve(args: readonly string[]): Promise<void> {
  if (process.execve !== undefined && process.platform !== "win32") {
    process.execve(process.execPath, [...daemonCommand(args)], daemonEnvironment())
  }
  await runDaemonProgram(args)
}
