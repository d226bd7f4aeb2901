import { routes, type SshKey } from "@latchkey/contract"
import { maximumPageSize } from "@latchkey/core"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { api } from "../../../api.ts"
import { describeFailure } from "../../../failure.ts"
import { showFailure } from "../../../ui/toasts.tsx"
import { countWords } from "./count-words.ts"
import { type KeyFilter, keyQuery } from "./key-filter.ts"
import type { SelectionControl } from "./selection.ts"
import { useListScope } from "./use-list-scope.ts"

/** Every key that the filter lets through, whatever page it is on. */
async function allThatMatch(filter: KeyFilter, scope: ReturnType<typeof useListScope>): Promise<readonly SshKey[]> {
  const keys: SshKey[] = []
  let cursor: string | undefined
  do {
    const page = await api.call(routes.listKeys, {
      query: { ...scope, ...keyQuery(filter), limit: maximumPageSize, ...(cursor !== undefined && { cursor }) },
    })
    keys.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return keys
}

type Props = { control: SelectionControl; rows: readonly SshKey[]; filter: KeyFilter; total: number }

/** Offers the keys on other pages once a whole page is ticked. */
export function SelectAllThatMatch({ control, rows, filter, total }: Props) {
  const { i18n } = useLingui()
  const scope = useListScope(filter)
  const walk = useMutation({
    mutationFn: () => allThatMatch(filter, scope),
    onSuccess: (keys) => control.set(keys, true),
    onError: (failure) => showFailure(describeFailure(failure).message),
  })
  const wholePage = rows.length > 0 && rows.every(({ id }) => control.selection.has(id))
  if (!wholePage || control.selection.size >= total) return null
  return (
    <Button size="xs" variant="quiet" loading={walk.isPending} onClick={() => walk.mutate()}>
      <Trans>Select all {countWords(i18n, total)} keys that match</Trans>
    </Button>
  )
}
