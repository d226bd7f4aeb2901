import { readFileSync } from "node:fs"
import { askCompute, signInToOpenStack } from "../../packages/daemon/test/openstack/openstack-requests.ts"
import type { RunningDaemon } from "./daemon.ts"

const publicKey = readFileSync(new URL("../../vectors/invalid/x509_certificate.pem", import.meta.url), "utf8")

/** Gives an account a certificate, as a client of OpenStack does. */
export async function addCertificate(daemon: Pick<RunningDaemon, "url">, handle: string, name: string): Promise<void> {
  const body = { keypair: { name, type: "x509", public_key: publicKey } }
  const token = await signInToOpenStack(daemon, handle)
  const { status } = await askCompute(daemon, "2.2", "/os-keypairs", { token, body })
  if (status !== 201) throw new Error(`the certificate was refused: ${status}`)
}
