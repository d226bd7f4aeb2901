import { Trans, useLingui } from "@lingui/react/macro"
import { Skeleton } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useLocation, useParams } from "@tanstack/react-router"
import { useEffect } from "react"
import { paths } from "../../paths.ts"
import { ErrorState } from "../../ui/error-state.tsx"
import { TextLink } from "../../ui/links.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { NotFoundPage } from "../not-found-page.tsx"
import { listGuides, loadGuide } from "./catalogue.ts"
import { type GuideName, guideLanguage, isGuideName } from "./guide.ts"
import { GuideBody } from "./guide-body.tsx"
import styles from "./guides.module.css"

/** One guide, at the place that the link named. */
export default function GuidePage() {
  const { guide } = useParams({ from: "/guides-frame/guides/$guide" })
  return isGuideName(guide) ? <GuideOf key={guide} name={guide} /> : <NotFoundPage />
}

function GuideOf({ name }: { name: GuideName }) {
  const { t, i18n } = useLingui()
  const language = guideLanguage(i18n.locale)
  const { data, error, refetch } = useQuery({
    queryKey: ["guide", name, language],
    queryFn: () => loadGuide(name, language),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const hash = useLocation({ select: (location) => location.hash })
  useEffect(() => {
    if (data === undefined || hash === "") return
    const place = document.getElementById(hash)
    place?.scrollIntoView()
    place?.setAttribute("data-sought", "")
    return () => place?.removeAttribute("data-sought")
  }, [data, hash])
  const head = listGuides(language).find((each) => each.name === name)
  return (
    <article className={styles.guide} lang={language}>
      <PageHeader
        title={head?.title ?? ""}
        description={head?.summary}
        parent={
          <TextLink inherit to={paths.guides} lang={i18n.locale}>
            <Trans>Guides</Trans>
          </TextLink>
        }
      />
      {data !== undefined ? (
        <GuideBody nodes={data.nodes} />
      ) : error !== null ? (
        <ErrorState title={t`This guide could not be loaded.`} error={error} onRetry={refetch} />
      ) : (
        <Skeleton height={400} />
      )}
    </article>
  )
}
