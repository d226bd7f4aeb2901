import { type Access, routes, type Server, type SshKey } from "@latchkey/contract"
import { useQueryClient } from "@tanstack/react-query"
import { lazy, Suspense, useState } from "react"
import { apiQuery } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { showFailure } from "../../../ui/toasts.tsx"
import type { KeyOpening } from "../openings.ts"

const RemoveAccessDialog = lazy(async () => ({
  default: (await import("../../servers/detail/remove-access-dialog.tsx")).RemoveAccessDialog,
}))

type Asked = { readonly server: Server; readonly access: Access; readonly isLast: boolean }

/** Asks before the access behind what a key opens is taken away, which may let in more than this key. */
export function useRemoval({ id: keyId }: Pick<SshKey, "id">) {
  const queryClient = useQueryClient()
  const [asked, setAsked] = useState<Asked>()

  async function ask({ server: { id }, accessId }: KeyOpening) {
    const params = { id }
    try {
      const [server, accesses, keys] = await Promise.all([
        queryClient.fetchQuery(apiQuery(routes.showServer, { params })),
        queryClient.fetchQuery(apiQuery(routes.listAccesses, { params })),
        queryClient.fetchQuery(apiQuery(routes.listServerKeys, { params })),
      ])
      const access = accesses.items.find((item) => item.id === accessId)
      const isLast = keys.items.every((item) => item.accessId === accessId)
      if (access !== undefined) setAsked({ server, access, isLast })
    } catch (failure) {
      const { message, hint } = describeFailure(failure)
      showFailure(`${message} ${hint ?? ""}`)
    }
  }
  const dialog =
    asked === undefined ? null : (
      <Suspense>
        <RemoveAccessDialog {...asked} keyId={keyId} onClose={() => setAsked(undefined)} />
      </Suspense>
    )
  return { ask, dialog }
}
