/** The command that signs in at the gateway with whatever key the computer has. */
export function sshCommand({ user, host, port }: { user: string; host: string; port: number }): string {
  return port === 22 ? `ssh ${user}@${host}` : `ssh -p ${port} ${user}@${host}`
}
