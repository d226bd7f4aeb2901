/**
 * Whether a text is a CIDR block as sshd takes it: an IPv4 or IPv6 address of a network, whose bits behind the length are
 * all zero. sshd lets nobody in by a list that holds a broken one (ssh_config(5), PATTERNS; addrmatch.c).
 */
export function isAddressBlock(text: string): boolean {
  const [, address = "", length = ""] = /^([\dA-Fa-f:.]+)\/(\d{1,3})$/.exec(text) ?? []
  const bits = address.includes(":") ? bitsOfIpv6(address) : bitsOfIpv4(address)
  return bits !== undefined && Number(length) <= bits.length && !bits.slice(Number(length)).includes("1")
}

function bitsOfIpv4(address: string): string | undefined {
  const octets = address.split(".")
  if (octets.length !== 4 || !octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256)) return undefined
  return octets.map((octet) => Number(octet).toString(2).padStart(8, "0")).join("")
}

function bitsOfIpv6(address: string): string | undefined {
  const [head = "", tail, ...rest] = address.split("::")
  const groupsOf = (part: string) => (part === "" ? [] : part.split(":"))
  const [before, after] = [groupsOf(head), groupsOf(tail ?? "")]
  const missing = 8 - before.length - after.length
  if (rest.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined
  const groups = [...before, ...Array<string>(missing).fill("0"), ...after]
  if (!groups.every((group) => /^[\dA-Fa-f]{1,4}$/.test(group))) return undefined
  return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0")).join("")
}
