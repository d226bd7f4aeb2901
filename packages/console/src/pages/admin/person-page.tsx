import { ApiError, type Offboarding, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Alert, Button } from "@mantine/core"
import { IconBan, IconCircleCheck, IconUserOff } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useParams } from "@tanstack/react-router"
import { apiQuery, useIsAdmin } from "../../api.ts"
import { paths } from "../../paths.ts"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorState } from "../../ui/error-state.tsx"
import { ButtonLink, TextLink } from "../../ui/links.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { SkeletonRows } from "../../ui/skeleton-rows.tsx"
import { Timestamp } from "../../ui/timestamp.tsx"
import { NotForYou } from "./not-for-you.tsx"
import { AccountFacts } from "./people/account-facts.tsx"
import { AccountStatus } from "./people/account-status.tsx"
import { Holdings } from "./people/holdings.tsx"
import { OwnedAlone } from "./people/owned-alone.tsx"
import styles from "./people/people.module.css"
import { PersonMenu } from "./people/person-menu.tsx"
import { useAccountChanges } from "./people/use-account-changes.ts"
import { usePersonDialogs } from "./people/use-person-dialogs.tsx"

/** One account and what it holds, for administrators. */
export default function PersonPage() {
  const { t } = useLingui()
  const isAdmin = useIsAdmin()
  const { accountId } = useParams({ from: "/signed-in/admin/people/$accountId" })
  const { data, error, refetch } = useQuery({
    ...apiQuery(routes.previewOffboarding, { params: { id: accountId } }),
    enabled: isAdmin,
  })
  if (isAdmin && data !== undefined) return <Person facts={data} />
  // A bad id in the address is no more than an account that does not exist.
  const isGone = error instanceof ApiError && (error.code === "not_found" || error.code === "invalid")
  return (
    <>
      <PageHeader title={t`Account`} parent={<PeopleLink />} />
      {!isAdmin ? (
        <NotForYou />
      ) : isGone ? (
        <Card>
          <EmptyState
            icon={<IconUserOff size={28} stroke={1.75} aria-hidden />}
            title={<Trans>There is no such account.</Trans>}
            actions={
              <ButtonLink to={paths.people}>
                <Trans>Go to People</Trans>
              </ButtonLink>
            }
          />
        </Card>
      ) : error === null ? (
        <Card>
          <SkeletonRows />
        </Card>
      ) : (
        <Card>
          <ErrorState title={t`This account could not be loaded.`} error={error} onRetry={refetch} />
        </Card>
      )}
    </>
  )
}

function PeopleLink() {
  return (
    <TextLink to={paths.people} inherit>
      <Trans>People</Trans>
    </TextLink>
  )
}

function Person({ facts }: { facts: Offboarding }) {
  const changes = useAccountChanges()
  const { open, dialog } = usePersonDialogs()
  const { account } = facts
  const { disabledAt } = account
  return (
    <>
      <PageHeader
        title={account.displayName}
        parent={<PeopleLink />}
        crumb={account.handle}
        badges={
          <AccountStatus account={account} {...(facts.project !== null && { projectName: facts.project.name })} />
        }
        actions={
          <>
            {disabledAt === null ? (
              <Button leftSection={<IconBan size={16} stroke={1.75} />} onClick={() => open("disable", account)}>
                <Trans>Disable</Trans>
              </Button>
            ) : (
              <Button leftSection={<IconCircleCheck size={16} stroke={1.75} />} onClick={() => changes.enable(account)}>
                <Trans>Enable</Trans>
              </Button>
            )}
            <PersonMenu onPage account={account} openDialog={open} />
          </>
        }
      />
      <div className={styles.page}>
        {disabledAt === null ? null : (
          <Alert icon={<IconBan size={18} stroke={1.75} />}>
            <Trans>
              Disabled since <Timestamp at={disabledAt} />. It opens nothing.
            </Trans>
          </Alert>
        )}
        <OwnedAlone account={account} ownedAlone={facts.ownedAlone} />
        <AccountFacts facts={facts} />
        <Holdings facts={facts} />
      </div>
      {dialog}
    </>
  )
}
