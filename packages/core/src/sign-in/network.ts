/**
 * The network that an address counts as: an IPv4 address itself (also when mapped into IPv6, RFC 4291 section
 * 2.5.5.2), the /64 of an IPv6 one, since whoever has one address there has all of them.
 *
 * @param address IPv4 or IPv6 text, as the socket gives it
 */
export function networkOf(address: string | undefined): string {
  if (address === undefined) return "unknown"
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!address.includes(":")) return address
  const [head = "", tail] = address.replace(/%.*$/, "").toLowerCase().split("::")
  const before = head === "" ? [] : head.split(":")
  const after = tail === undefined || tail === "" ? [] : tail.split(":")
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0")
  const groups = [...before, ...zeros, ...after].slice(0, 4)
  return `${groups.map((group) => group.replace(/^0+(?=.)/, "")).join(":")}::/64`
}
