import { mkdir } from "node:fs/promises"
import { GatewayFault } from "./gateway-fault.ts"
import { runProgram } from "./run-program.ts"

/**
 * Has sshd itself judge a configuration (`sshd -t`).
 *
 * @throws GatewayFault with what sshd says
 */
export async function proveConfig(sshd: string, configFile: string): Promise<void> {
  const prove = () => runProgram(sshd, ["-t", "-f", configFile])
  let proof = await prove()
  // The service of the system's own sshd makes this folder when it starts; only root needs it.
  const [, folder] = /Missing privilege separation directory: (\S+)/.exec(proof.stderr) ?? []
  if (folder !== undefined) {
    await mkdir(folder, { recursive: true, mode: 0o755 })
    proof = await prove()
  }
  if (proof.status === 0) return
  throw new GatewayFault(
    "configuration_refused",
    `sshd refuses its configuration: ${proof.stderr.trim() || "it does not say why"}`,
    `try it: ${sshd} -t -f ${configFile}`,
  )
}

/** Whether this build of sshd knows a line of sshd_config(5). */
export async function knowsLine(sshd: string, line: string): Promise<boolean> {
  const { stderr } = await runProgram(sshd, ["-t", "-f", "/dev/null", "-o", line])
  return !stderr.includes("Bad configuration option")
}
