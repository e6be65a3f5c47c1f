import Access
import Journal
import Statistics
import Storage

extension ProtectionMeasures {
    static let rightsRespected = CountedMeasure(
        "I.1", Phrase("Personnes qui disent leurs droits mieux respectés", en: "People who say that their rights are better respected"),
        definition: Phrase(
            "Part des niveaux 3 et 4 parmi les réponses données à la clôture, la dernière de chaque dossier. À publier avec le nombre de dossiers clos : qui n’a pas été entendu n’est pas compté.",
            en:
                "Share of levels 3 and 4 among the answers given at closure, the last one of each file. To be published with the number of files closed: who was not heard is not counted."
        ),
        unit: Phrase("réponses", en: "answers"), .share,
        by: [Dimension("level", Phrase("Réponse", en: "Answer"), FeedbackLevel.self), sex, age, origin, region], from: [CaseFile.kind, ErasedCount.kind],
        file: { file in
            let closing = file.agrees ? file.feedback.filter { $0.record.moment == .closure } : []
            // What is typed later may have been said before.
            guard let last = closing.max(by: { ($0.record.month, $0.versions.making) < ($1.record.month, $1.versions.making) })?.record else { return [] }
            return [
                file.row(
                    last.month, counts: last.level.isFavourable,
                    codes: [
                        "level": last.level.code, "sex": file.head?.sex?.code, "age": file.head?.ageBand?.code, "origin": file.head?.origin?.code,
                        "region": file.file.region?.code,
                    ])
            ]
        })

    static let feedbackReceived = CountedMeasure(
        "R2.13", Phrase("Retours des personnes reçus", en: "Feedback received from people"),
        definition: Phrase(
            "Ce que les personnes suivies ont dit de l’aide reçue, à tout moment. Les plaintes n’y sont pas : aucune organisation n’a les siennes, et celles du réseau sont comptées à part.",
            en:
                "What the people followed said of the help received, at any time. Complaints are not in it: no organisation has its own, and those of the network are counted apart."
        ),
        unit: Phrase("retours", en: "answers"), .sum,
        by: [
            Dimension("subject", Phrase("De quoi", en: "About what"), FeedbackSubject.self), Dimension("moment", Phrase(same: "Moment"), FeedbackMoment.self),
            region,
        ], from: [CaseFile.kind, ErasedCount.kind],
        file: { file in
            guard file.agrees else { return [] }
            return file.feedback.map(\.record).map { said in
                file.row(
                    said.month, once: said.id.cast(),
                    codes: ["subject": said.subject.code, "moment": said.moment.code, "region": file.file.region?.code])
            }
        })
}
