import { Trans, useLingui } from "@lingui/react/macro"
import {
  IconFolder,
  IconKey,
  IconLayoutDashboard,
  IconListDetails,
  IconRobot,
  IconServer2,
  IconShieldCog,
  IconSignature,
  IconUsers,
} from "@tabler/icons-react"
import { Link } from "@tanstack/react-router"
import { useIsAdmin, useKeyTotal } from "../api.ts"
import { useChosenProject } from "../chosen-project.ts"
import { countWords } from "../pages/keys/list/count-words.ts"
import { paths } from "../paths.ts"
import { useServerTotal } from "../servers.ts"
import { TextLink } from "../ui/links.tsx"
import styles from "./shell.module.css"

/** The main navigation; `onMove` lets the phone's drawer close itself. */
export function Nav({ onMove }: { onMove?: () => void }) {
  const { t, i18n } = useLingui()
  const total = useKeyTotal()
  const isAdmin = useIsAdmin()
  const { chosen } = useChosenProject()
  const servers = useServerTotal(chosen?.id)
  return (
    <nav className={styles.nav} aria-label={t`Main`}>
      <Link to={paths.overview} className={styles.item} onClick={onMove} activeOptions={{ exact: true }}>
        <IconLayoutDashboard size={18} stroke={1.75} aria-hidden />
        <Trans>Overview</Trans>
      </Link>
      <Link to={paths.keys} className={styles.item} onClick={onMove}>
        <IconKey size={18} stroke={1.75} aria-hidden />
        <Trans>Keys</Trans>
        {total === undefined ? null : <span className={styles.count}>{countWords(i18n, total)}</span>}
      </Link>
      <Link to={paths.activity} className={styles.item} onClick={onMove}>
        <IconListDetails size={18} stroke={1.75} aria-hidden />
        <Trans>Activity</Trans>
      </Link>
      {chosen === undefined ? null : (
        <div className={styles.group}>
          <p className={styles.groupName}>
            <Trans>Project</Trans>
          </p>
          <Link to={paths.servers} params={{ projectId: chosen.id }} className={styles.item} onClick={onMove}>
            <IconServer2 size={18} stroke={1.75} aria-hidden />
            <Trans>Servers</Trans>
            {servers === undefined ? null : <span className={styles.count}>{countWords(i18n, servers)}</span>}
          </Link>
          <Link to={paths.robots} params={{ projectId: chosen.id }} className={styles.item} onClick={onMove}>
            <IconRobot size={18} stroke={1.75} aria-hidden />
            <Trans>Machine keys</Trans>
          </Link>
          <Link
            to={paths.project}
            params={{ projectId: chosen.id }}
            className={styles.item}
            onClick={onMove}
            activeOptions={{ exact: true }}
          >
            <IconFolder size={18} stroke={1.75} aria-hidden />
            {chosen.kind === "personal" ? <Trans>Settings</Trans> : <Trans>Members, settings</Trans>}
          </Link>
        </div>
      )}
      {isAdmin ? (
        <div className={styles.group}>
          <p className={styles.groupName}>
            <Trans>Administration</Trans>
          </p>
          <Link to={paths.people} className={styles.item} onClick={onMove}>
            <IconUsers size={18} stroke={1.75} aria-hidden />
            <Trans>People</Trans>
          </Link>
          <Link to={paths.keyPolicy} className={styles.item} onClick={onMove}>
            <IconShieldCog size={18} stroke={1.75} aria-hidden />
            <Trans>Key policy</Trans>
          </Link>
          <Link to={paths.bundleKeys} className={styles.item} onClick={onMove}>
            <IconSignature size={18} stroke={1.75} aria-hidden />
            <Trans>Bundle keys</Trans>
          </Link>
        </div>
      ) : null}
      <div className={styles.foot}>
        <div>
          <TextLink inherit to={paths.guides} onClick={onMove}>
            <Trans>Guides</Trans>
          </TextLink>
        </div>
        <div>{location.host}</div>
        <div>Latchkey {import.meta.env.LATCHKEY_VERSION}</div>
      </div>
    </nav>
  )
}
