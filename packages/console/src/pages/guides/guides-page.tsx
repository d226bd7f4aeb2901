import { useLingui } from "@lingui/react/macro"
import { paths } from "../../paths.ts"
import { Card } from "../../ui/card.tsx"
import { TextLink } from "../../ui/links.tsx"
import { PageHeader } from "../../ui/page-header.tsx"
import { listGuides } from "./catalogue.ts"
import { guideLanguage } from "./guide.ts"
import styles from "./guides.module.css"

/** The list of guides. */
export default function GuidesPage() {
  const { t, i18n } = useLingui()
  return (
    <>
      <PageHeader title={t`Guides`} description={t`How keys are found, made, used and replaced.`} />
      <Card>
        <ul className={styles.list} lang={guideLanguage(i18n.locale)}>
          {listGuides(i18n.locale).map(({ name, title, summary }) => (
            <li key={name}>
              <TextLink inherit to={paths.guide} params={{ guide: name }}>
                {title}
              </TextLink>
              <p>{summary}</p>
            </li>
          ))}
        </ul>
      </Card>
    </>
  )
}
