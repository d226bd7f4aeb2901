/**
 * The command that signs in at the gateway with whatever key the computer has. -T asks for no terminal: the gateway gives
 * none, and without it ssh complains of that first.
 */
export function sshCommand({ user, host, port }: { user: string; host: string; port: number }): string {
  return port === 22 ? `ssh -T ${user}@${host}` : `ssh -T -p ${port} ${user}@${host}`
}
