/** Where the gateway is. */
type GatewayAddress = { readonly user: string; readonly host: string; readonly port: number }

/**
 * The command that signs in at the gateway with whatever key the computer has, or with the key in one file. -T asks for no terminal: the gateway gives
 * none, and without it ssh complains of that first.
 */
export function sshCommand({ user, host, port }: GatewayAddress, keyFile?: string): string {
  const options = [...(keyFile === undefined ? [] : [`-i ${keyFile}`]), ...(port === 22 ? [] : [`-p ${port}`])]
  return ["ssh -T", ...options, `${user}@${host}`].join(" ")
}

/** The same for PuTTY's plink, which finds keys in Pageant, or in a .ppk file. */
export function plinkCommand({ user, host, port }: GatewayAddress, keyFile?: string): string {
  const options = [...(keyFile === undefined ? [] : [`-i ${keyFile}`]), ...(port === 22 ? [] : [`-P ${port}`])]
  return ["plink -T", ...options, `${user}@${host}`].join(" ")
}
