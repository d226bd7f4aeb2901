import type { SshKey } from "@latchkey/contract"
import { Navigate } from "@tanstack/react-router"
import { paths } from "../../paths.ts"

/** Leads to where a key's owner is named, with what may be done there: links in Activity know no owners. */
export function ToOwner({ sshKey: { id: keyId, owner } }: { sshKey: SshKey }) {
  const { projectId } = owner
  if (projectId === undefined) return <Navigate to={paths.key} params={{ keyId }} replace />
  return <Navigate to={paths.robotKey} params={{ projectId, robotId: owner.id, keyId }} replace />
}
