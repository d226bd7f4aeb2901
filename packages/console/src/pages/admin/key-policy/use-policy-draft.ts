import { type KeyPolicyPreview, type KeyPolicyState, routes } from "@latchkey/contract"
import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../../../api.ts"
import { keyPolicyQuery } from "../../../key-policy.ts"
import { announce } from "../../../ui/announce.ts"
import { showDone } from "../../../ui/toasts.tsx"

/** A blocklist that was chosen and not saved: the text of a file, or nothing to empty the list. */
export type NewBlocklist = { readonly text: string; readonly fileName?: string }

const rowsAtOnce = 50

/** What an admin would change, what that would do, and the way to save it. */
export function usePolicyDraft(current: KeyPolicyState) {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  // The state that the draft was made from: somebody else may change the policy while it is edited.
  const [base, setBase] = useState(current)
  const [policy, setPolicyState] = useState(current.policy)
  const [blocklist, setBlocklistState] = useState<NewBlocklist>()
  const [preview, setPreview] = useState<KeyPolicyPreview>()
  const [failure, setFailure] = useState<unknown>()
  const [busy, setBusy] = useState<"look" | "more" | "save">()
  const isChanged = blocklist !== undefined || JSON.stringify(policy) !== JSON.stringify(base.policy)
  if (current.revision !== base.revision && !isChanged) startFrom(current)

  function startFrom(state: KeyPolicyState) {
    setBase(state)
    setPolicyState(state.policy)
    setBlocklistState(undefined)
    forgetPreview()
  }
  function forgetPreview() {
    setPreview(undefined)
    setFailure(undefined)
  }
  const change = { policy, ...(blocklist !== undefined && { blocklist: blocklist.text }) }

  async function attempt(what: "look" | "more" | "save", work: () => Promise<void>) {
    setBusy(what)
    setFailure(undefined)
    try {
      await work()
    } catch (error) {
      setFailure(error)
      // It may have failed because somebody else was faster.
      if (what === "save") await queryClient.invalidateQueries({ queryKey: keyPolicyQuery.queryKey })
    } finally {
      setBusy(undefined)
    }
  }
  const ask = (cursor?: string) =>
    api.call(routes.previewKeyPolicy, {
      body: { ...change, limit: rowsAtOnce, ...(cursor !== undefined && { cursor }) },
    })

  return {
    base,
    policy,
    blocklist,
    preview,
    failure,
    isChanged,
    previewing: busy === "look",
    loadingMore: busy === "more",
    saving: busy === "save",
    setPolicy(next: KeyPolicyState["policy"]) {
      setPolicyState(next)
      forgetPreview()
    },
    setBlocklist(next: NewBlocklist | undefined) {
      setBlocklistState(next)
      forgetPreview()
    },
    reset: () => startFrom(current),
    /** Keeps what was edited, as a change to the policy as it is now. */
    rebase() {
      setBase(current)
      forgetPreview()
    },
    back: forgetPreview,
    look: () =>
      attempt("look", async () => {
        const found = await ask()
        setPreview(found)
        announce(plural(found.total, { one: "# key would change.", other: "# keys would change." }))
      }),
    more: () =>
      attempt("more", async () => {
        if (preview?.nextCursor === undefined) return
        const next = await ask(preview.nextCursor)
        setPreview({ ...next, items: [...preview.items, ...next.items] })
      }),
    save: () =>
      attempt("save", async () => {
        const { state } = await api.call(routes.updateKeyPolicy, { body: { ...change, revision: base.revision } })
        queryClient.setQueryData(keyPolicyQuery.queryKey, state)
        startFrom(state)
        showDone(t`The key policy is saved.`)
        await Promise.all(["keys", "audit"].map((word) => queryClient.invalidateQueries({ queryKey: [word] })))
      }),
  }
}

export type PolicyDraft = ReturnType<typeof usePolicyDraft>
