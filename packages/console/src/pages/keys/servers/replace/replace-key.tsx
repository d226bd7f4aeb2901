import { ApiError, type KeyReplacement, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { apiQuery } from "../../../../api.ts"
import { ErrorState } from "../../../../ui/error-state.tsx"
import { TextLink } from "../../../../ui/links.tsx"
import { PageHeader } from "../../../../ui/page-header.tsx"
import { SkeletonRows } from "../../../../ui/skeleton-rows.tsx"
import { useHolder } from "../../holder.tsx"
import { ChooseStep } from "./choose-step.tsx"
import { Ended } from "./ended.tsx"
import { FinishStep } from "./finish-step.tsx"
import { PlacesStep } from "./places-step.tsx"
import styles from "./replace.module.css"
import { replacementQuery } from "./replacement.ts"
import { TestStep } from "./test-step.tsx"

/** Puts one key in the place of another in four steps, of which the last three stand together: each ticks by itself. */
export function ReplaceKey({ keyId }: { keyId: string }) {
  const { t } = useLingui()
  const { key } = useHolder()
  const { data: replacement, error, refetch } = useQuery(replacementQuery(keyId))
  // It may end elsewhere while this page stands open.
  const [last, setLast] = useState<KeyReplacement>()
  if (replacement != null && replacement !== last) setLast(replacement)
  const oldId = last?.oldKey.id ?? keyId
  const { data: oldKey, error: noKey, isFetching } = useQuery(apiQuery(routes.showKey, { params: { id: oldId } }))
  const isGone = isNotFound(error) || isNotFound(noKey)
  const name = last?.oldKey.name ?? oldKey?.name ?? ""
  return (
    <>
      <PageHeader
        title={name === "" ? t`Replace a key` : t`Replace ${name}`}
        crumb={t`Replace`}
        parent={
          <TextLink {...key(oldId)} inherit>
            {name === "" ? t`Key` : name}
          </TextLink>
        }
        description={<Trans>The new key goes everywhere first, then the old one is removed.</Trans>}
      />
      <div className={styles.cards}>
        {isGone ? (
          <Ended last={last} isOldKeyGone />
        ) : replacement === undefined || oldKey === undefined || (replacement === null && last && isFetching) ? (
          error === null && noKey === null ? (
            <SkeletonRows rows={3} />
          ) : (
            <ErrorState
              title={t`This key could not be loaded.`}
              error={error ?? noKey}
              onRetry={() => void refetch()}
            />
          )
        ) : replacement === null && last !== undefined ? (
          <Ended last={last} isOldKeyGone={false} />
        ) : replacement === null ? (
          <ChooseStep oldKey={oldKey} />
        ) : (
          <>
            <PlacesStep replacement={replacement} />
            <TestStep replacement={replacement} />
            <FinishStep replacement={replacement} />
          </>
        )}
      </div>
    </>
  )
}

function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && (error.code === "not_found" || error.code === "invalid")
}
