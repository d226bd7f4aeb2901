import { type LoginReport, type RequestOf, routes, type Server } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, TextInput } from "@mantine/core"
import { useDebouncedValue } from "@mantine/hooks"
import { IconLogin2, IconSearch } from "@tabler/icons-react"
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { useState } from "react"
import { api } from "../../../api.ts"
import { Card } from "../../../ui/card.tsx"
import { EmptyState } from "../../../ui/empty-state.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import list from "../../keys/list/list.module.css"
import styles from "../servers.module.css"
import { type Ending, EndLoginsDialog } from "./end-logins-dialog.tsx"
import { SignInTable } from "./sign-in-table.tsx"

/** Milliseconds without a keystroke until what was typed is looked for. */
const waitForTyping = 200

const filters = ["all", "login", "refusal", "open"] as const
type Filter = (typeof filters)[number]
type Query = NonNullable<RequestOf<typeof routes.listServerLogins>["query"]>

/** What each choice asks the daemon for. */
const asked: Readonly<Record<Filter, Query>> = {
  all: {},
  login: { kind: "login" },
  refusal: { kind: "refusal" },
  open: { openOnly: "true" },
}

/** Who signed in to a server, who was refused and why, and who is in now. */
export default function SignInsCard({ server, mayChange }: { server: Server; mayChange: boolean }) {
  const { t } = useLingui()
  const [filter, setFilter] = useState<Filter>("all")
  const [typed, type] = useState("")
  const [search] = useDebouncedValue(typed.trim(), waitForTyping)
  const [ending, setEnding] = useState<Ending>()
  const query = { ...asked[filter], ...(search !== "" && { search }) }
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["servers", "logins", server.id, query],
    queryFn: ({ pageParam, signal }) =>
      api.call(
        routes.listServerLogins,
        { params: { id: server.id }, query: { ...query, ...(pageParam !== "" && { cursor: pageParam }) } },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  })
  const names: Readonly<Record<Filter, string>> = {
    all: t`All`,
    login: t`Signed in`,
    refusal: t`Refused`,
    open: t`Open now`,
  }
  const logins: readonly LoginReport[] = data?.pages.flatMap(({ items }) => items) ?? []
  const leftOut = data?.pages[0]?.leftOut ?? 0
  const isFiltered = filter !== "all" || search !== ""
  return (
    <Card>
      <div className={list.toolbar}>
        <TextInput
          data-page-search
          type="search"
          size="xs"
          className={list.search ?? ""}
          leftSection={<IconSearch size={16} stroke={1.75} />}
          placeholder={t`Search user, key, address`}
          aria-label={t`Search sign-ins`}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
        />
        <fieldset className={styles.chips} aria-label={t`Which sign-ins`}>
          {filters.map((each) => (
            <Button
              key={each}
              size="xs"
              className={list.chip ?? ""}
              aria-pressed={each === filter}
              onClick={() => setFilter(each)}
            >
              {names[each]}
            </Button>
          ))}
        </fieldset>
      </div>
      {data === undefined ? (
        error === null ? (
          <SkeletonRows rows={3} />
        ) : (
          <ErrorState title={t`The sign-ins could not be loaded.`} error={error} onRetry={() => void refetch()} />
        )
      ) : logins.length === 0 ? (
        <EmptyState
          icon={<IconLogin2 size={28} stroke={1.75} aria-hidden />}
          title={isFiltered ? <Trans>No sign-in matches.</Trans> : <Trans>No sign-ins reported yet.</Trans>}
        >
          {isFiltered ? undefined : <Trans>The server reports each one as it happens, and each refused key.</Trans>}
        </EmptyState>
      ) : (
        <SignInTable logins={logins} onEnd={mayChange ? setEnding : undefined} />
      )}
      {hasNextPage ? (
        <div className={styles.found}>
          <Button size="xs" variant="quiet" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            <Trans>Show more</Trans>
          </Button>
        </div>
      ) : null}
      {leftOut === 0 ? null : (
        <p className={styles.found}>
          <Trans>{leftOut} more were reported too many at once to be kept.</Trans>
        </p>
      )}
      {ending === undefined ? null : (
        <EndLoginsDialog server={server} ending={ending} onClose={() => setEnding(undefined)} />
      )}
    </Card>
  )
}
