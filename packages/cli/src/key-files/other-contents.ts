import { KeyError, parseAuthorizedKeys, parseKnownHosts } from "@latchkey/engine"
import { type Entry, optionWords } from "./entry.ts"

// Bounded, and without an end: each of many starts would else read the rest of a text.
const CERTIFICATE = /\S{1,60}-cert-v01@openssh\.com \S+(?: .*)?/

/**
 * What a text holds that is no key to import: a certificate, a signature, a line of authorized_keys or known_hosts.
 * Undefined when it is none of them either.
 *
 * @param line the number of its first line
 * @param fileName decides about lines that can be read as either list
 */
export async function readOther(text: string, line: number, fileName?: string): Promise<Entry | undefined> {
  if (text.includes("-----BEGIN SSH SIGNATURE-----")) return readSignature(text, line)
  const [certificate] = CERTIFICATE.exec(text) ?? []
  if (certificate !== undefined && text.endsWith(certificate)) return readCertificate(certificate, line)
  const listed = readListed(text, line)
  const isList = /authorized_keys/.test(fileName ?? "")
  if (listed !== undefined && (isList || listed.warnings?.length === 0)) return listed
  return readHost(text, line) ?? listed
}

async function readSignature(text: string, line: number): Promise<Entry> {
  const { parseSshsig } = await import("@latchkey/engine/signatures")
  return attempt(line, () => {
    const { publicKey: key, namespace, hash, certificate } = parseSshsig(text)
    const signature = { namespace, hash }
    return { line, format: "sshsig", key, repairs: [], signature, ...(certificate !== undefined && { certificate }) }
  })
}

async function readCertificate(text: string, line: number): Promise<Entry> {
  const { parseCertificate } = await import("@latchkey/engine/signatures")
  return attempt(line, () => {
    const certificate = parseCertificate(text)
    return { line, format: "certificate", key: certificate.key, repairs: [], certificate }
  })
}

function readListed(text: string, line: number): Extract<Entry, { key: unknown }> | undefined {
  const [read] = parseAuthorizedKeys(text)
  if (read?.kind !== "entry") return undefined
  const { key, options, warnings } = read.entry
  return { line, format: "openssh", key, repairs: [], options: optionWords(options), warnings }
}

function readHost(text: string, line: number): Entry | undefined {
  const [read] = parseKnownHosts(text)
  if (read?.kind !== "entry") return undefined
  const { key, hosts: names, marker } = read.entry
  const host = { names, ...(marker !== undefined && { marker }) }
  return { line, format: "known_hosts", key, repairs: [], host }
}

function attempt(line: number, work: () => Entry): Entry {
  try {
    return work()
  } catch (error) {
    if (error instanceof KeyError) return { line, error }
    throw error
  }
}
