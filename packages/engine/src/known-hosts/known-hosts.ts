import { KeyError } from "../error.ts"
import { type KeyListLine, readKeyFields, readKeyList } from "../key-list.ts"
import { formatPublicKey, type PublicKey } from "../public-key.ts"
import { hashHostName, hostName, isHashedName, matchesNames, saltOf } from "./host-names.ts"

/** A host key in a known_hosts file, and whose it is. */
export interface KnownHost {
  /** `cert-authority`: the key certifies host keys; `revoked`: the key must never be accepted. */
  readonly marker?: "cert-authority" | "revoked"
  /** Patterns of host names separated by commas, or one hashed name. Verbatim. */
  readonly hosts: string
  readonly key: PublicKey
}

/**
 * Reads a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT) line by line: blank ones, keys, and refused ones with
 * the reason. `formatKeyList` gives the same text back.
 *
 * Throws `limit_exceeded` for a file over 16 MiB or 250,000 lines.
 */
export function parseKnownHosts(text: string): readonly KeyListLine<KnownHost>[] {
  return readKeyList(text, readKnownHost)
}

/**
 * `[@marker ]hosts type base64[ comment]` without a line end.
 *
 * Throws `format_invalid` for hosts that would be read as something else.
 */
export function formatKnownHost({ marker, hosts, key }: KnownHost): string {
  if (!/^[^\s@#]\S*$/.test(hosts)) throw new KeyError("format_invalid", "a host name is empty or holds white space")
  if (isHashedName(hosts)) saltOf(hosts)
  return `${marker === undefined ? "" : `@${marker} `}${hosts} ${formatPublicKey(key)}`
}

/** Whether a line is about this host: what `ssh-keygen -F` finds. A revoked key, and an authority's, are found too. */
export function matchesHost({ hosts }: KnownHost, host: string, port?: number): boolean {
  return matchesNames(hosts, hostName(host, port))
}

/**
 * The same with hashed names, one line for each name: what `ssh-keygen -H` makes. Lines with a marker, with patterns or
 * with a hashed name stay as they are.
 */
export function hashKnownHost(entry: KnownHost): readonly KnownHost[] {
  if (entry.marker !== undefined || isHashedName(entry.hosts) || /[*?!]/.test(entry.hosts)) return [entry]
  const names = entry.hosts.split(",").filter((name) => name !== "")
  return names.length === 0 ? [entry] : names.map((name) => ({ ...entry, hosts: hashHostName(name) }))
}

function readKnownHost(line: string): KnownHost {
  const [whole, marker] = /^@(cert-authority|revoked)[ \t]+/.exec(line) ?? [""]
  const [, hosts = "", rest = ""] = /^(\S+)[ \t]+(.*)$/.exec(line.slice(whole.length)) ?? []
  if (hosts === "" || hosts.startsWith("@")) {
    throw new KeyError("format_unknown", "this is not a line of known_hosts: host names, type, key", {
      hint: "remove the line; ssh adds the host again when it connects",
    })
  }
  if (isHashedName(hosts)) saltOf(hosts)
  const key = readKeyFields(rest)
  return marker === "cert-authority" || marker === "revoked" ? { marker, hosts, key } : { hosts, key }
}
