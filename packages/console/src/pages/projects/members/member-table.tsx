import type { Member, Project } from "@latchkey/contract"
import type { ProjectRole } from "@latchkey/core"
import { Trans, useLingui } from "@lingui/react/macro"
import { Badge } from "@mantine/core"
import { IconBan } from "@tabler/icons-react"
import { useState } from "react"
import { useAccount } from "../../../api.ts"
import { RecordTable, recordTable } from "../../../ui/record-table.tsx"
import { Table } from "../../../ui/table.tsx"
import { Timestamp } from "../../../ui/timestamp.tsx"
import styles from "../projects.module.css"
import { roleWords } from "../role-words.ts"
import { rightsIn } from "../use-project.ts"
import { MemberMenu } from "./member-menu.tsx"
import { isLastOwner } from "./owners.ts"
import { RemoveMemberDialog } from "./remove-member-dialog.tsx"
import { StepDownDialog } from "./step-down-dialog.tsx"

type Props = {
  project: Project
  /** All of them. */
  members: readonly Member[]
  /** Those of this page of the list. */
  shown: readonly Member[]
}

type Asked = { readonly member: Member; readonly role: ProjectRole | "none" }

/** One row a member; on phones one record. Only owners have a menu in each row. */
export function MemberTable({ project, members, shown }: Props) {
  const { t } = useLingui()
  const { isOwner } = rightsIn(project)
  const own = useAccount().id
  const [asked, setAsked] = useState<Asked>()
  const close = () => setAsked(undefined)
  const columns = [
    { header: t`Name` },
    { header: t`Role` },
    { header: t`Since` },
    ...(isOwner ? [{ header: t`Actions`, hidden: true }] : []),
  ]
  return (
    <>
      <RecordTable caption={t`Members`} columns={columns}>
        {shown.map((member) => {
          const last = isLastOwner(member, members)
          return (
            <Table.Tr
              key={member.account.id}
              className={member.account.disabledAt === null ? undefined : recordTable.off}
            >
              <Table.Td className={recordTable.name}>
                <MemberName member={member} isSelf={member.account.id === own} />
              </Table.Td>
              <Table.Td data-label={t`Role`}>
                <Role member={member} last={last} />
              </Table.Td>
              <Table.Td data-label={t`Since`}>
                <Timestamp at={member.since} form="date" />
              </Table.Td>
              {isOwner ? (
                <Table.Td className={recordTable.actions}>
                  {last ? null : (
                    <MemberMenu
                      project={project}
                      member={member}
                      isSelf={member.account.id === own}
                      onRemove={() => setAsked({ member, role: "none" })}
                      onStepDown={(role) => setAsked({ member, role })}
                    />
                  )}
                </Table.Td>
              ) : null}
            </Table.Tr>
          )
        })}
      </RecordTable>
      {asked === undefined ? null : asked.role === "none" ? (
        <RemoveMemberDialog project={project} member={asked.member} onClose={close} />
      ) : (
        <StepDownDialog project={project} member={asked.member} role={asked.role} onClose={close} />
      )}
    </>
  )
}

function MemberName({ member: { account }, isSelf }: { member: Member; isSelf: boolean }) {
  const { displayName, handle } = account
  return (
    <>
      <span className={styles.first}>{displayName}</span>
      <span className={styles.second}>{isSelf ? <Trans>{handle}, you</Trans> : handle}</span>
    </>
  )
}

function Role({ member: { account, role }, last }: { member: Member; last: boolean }) {
  const { i18n } = useLingui()
  return (
    <span>
      {i18n._(roleWords[role].name)}
      {last ? (
        <span className={styles.second}>
          <Trans>The last one: the project needs an owner.</Trans>
        </span>
      ) : null}
      {account.disabledAt === null ? null : (
        <>
          {" "}
          <Badge leftSection={<IconBan size={14} stroke={2} />}>
            <Trans>Disabled</Trans>
          </Badge>
        </>
      )}
    </span>
  )
}
