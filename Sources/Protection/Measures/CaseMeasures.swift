import Access
import Journal
import Statistics

extension ProtectionMeasures {
    static let identified = CountedMeasure(
        "R2.2", Phrase("Personnes vulnérables repérées", en: "Vulnerable people identified"),
        definition: Phrase(
            "Personnes des dossiers dont le repérage a trouvé au moins un facteur de risque, par mois d’ouverture. Deux dossiers joints comptent la personne une fois. Qui refuse d’être compté ne l’est pas.",
            en:
                "People of the case files whose screening found a risk factor at least, by month of opening. Two joined files count the person once. Who refuses to be counted is not."
        ),
        unit: person, .sum, by: [sex, age, origin, region, situation], from: [CaseFile.kind, ErasedCount.kind],
        file: { file in
            guard file.isIdentified else { return [] }
            return file.people.filter { !$0.isHead || file.bears }.map { person in
                file.row(codes: [
                    "sex": person.sex?.code, "age": person.ageBand?.code, "origin": person.origin?.code, "region": file.file.region?.code,
                    "situation": file.file.situation?.code,
                ])
            }
        })

    static let assessedInTime = CountedMeasure(
        "R2.3", Phrase("Personnes évaluées dans le délai", en: "People assessed in time"),
        definition: Phrase(
            "Part des dossiers à évaluer dans la période qui l’ont été avant l’échéance de leur niveau de risque. Sans date, le dossier compte hors délai.",
            en:
                "Share of the case files due for assessment in the period that were assessed by the date of their level of risk. Without a date, the file counts as late."
        ),
        unit: file, .share, by: [risk, region], from: [CaseFile.kind, ErasedCount.kind],
        file: { file in
            guard file.agrees, let due = file.file.assessBy else { return [] }
            let on = file.file.assessedOn
            return [
                file.row(
                    due.description, since: on == nil ? due.advanced(by: 1) : nil, counts: on.map { $0 <= due } ?? false,
                    codes: ["risk": file.file.risk?.code, "region": file.file.region?.code])
            ]
        })

    static let documentedConsent = CountedMeasure(
        "R2.7", Phrase("Dossiers au consentement documenté", en: "Case files with documented consent"),
        definition: Phrase(
            "Part des dossiers ouverts où il est noté que la personne accepte que le dossier soit gardé.",
            en: "Share of the case files opened where it is noted that the person agrees to the file being kept."),
        unit: file, .share, by: [region], from: [CaseFile.kind, ErasedCount.kind],
        file: { file in [file.row(counts: file.consents.contains { $0.registered == .yes }, codes: ["region": file.file.region?.code])] })

    static let legallyHelped = CountedMeasure(
        "R2.8", Phrase("Personnes qui ont reçu une aide juridique", en: "People who received legal help"),
        definition: Phrase(
            "Dossiers où une aide juridique a été donnée, chacun une fois. Les trois niveaux ne s’additionnent pas : une personne peut être dans plusieurs.",
            en: "Case files where legal help was given, each once. The three levels are not added up: one person may be in several."),
        unit: person, .distinct, by: [Dimension("legal", Phrase("Niveau d’aide", en: "Level of help"), LegalHelp.self), sex, age, region],
        from: [CaseFile.kind, ErasedCount.kind],
        file: { file in
            guard file.agrees else { return [] }
            return file.services.filter { $0.legalHelp != nil }.map { service in
                file.row(
                    service.month, once: file.person.cast(),
                    codes: [
                        "legal": service.legalHelp?.code, "sex": file.head?.sex?.code, "age": file.head?.ageBand?.code, "region": file.file.region?.code,
                    ])
            }
        })

    static let complete = CountedMeasure(
        "P.3", Phrase("Fiches complètes", en: "Complete records"),
        definition: Phrase(
            "Part des fiches où rien de ce qui est attendu ne manque : d’un dossier, le consentement, le repérage, la région, et de la personne le sexe, l’âge et l’origine ; d’une séance, le lieu, les thèmes, les langues et le nombre de personnes.",
            en:
                "Share of the records where nothing expected is missing: of a case file, consent, screening, region, and the person’s sex, age and origin; of a session, place, topics, languages and the number of people."
        ),
        unit: Phrase("fiches", en: "records"), .share, by: [Dimension("register", Phrase("Registre", en: "Register"), codes: registers), region],
        from: [CaseFile.kind, InformationSession.kind],
        file: { file in
            let head = file.head
            let isWhole =
                !file.consents.isEmpty && file.isScreened && file.file.region != nil && head?.sex != nil && head?.ageBand != nil && head?.origin != nil
            return [file.row(counts: isWhole, codes: ["register": CaseFile.kind, "region": file.file.region?.code])]
        },
        session: { session in
            let isWhole = session.place != nil && !session.topics.elements.isEmpty && !session.languages.elements.isEmpty && session.people.total > 0
            return [session.row(counts: isWhole, codes: ["register": InformationSession.kind, "region": session.place?.region?.code])]
        })

    private static let registers = [(code: CaseFile.kind, label: CaseFile.title), (code: InformationSession.kind, label: InformationSession.title)]

    static let closedWithReason = CountedMeasure(
        "R2.12", Phrase("Dossiers clos avec un motif", en: "Case files closed with a reason"),
        definition: Phrase("Part des clôtures approuvées dont le motif est noté.", en: "Share of the approved closures whose reason is noted."),
        unit: file, .share, by: [Dimension("reason", Phrase("Motif", en: "Reason"), ClosureReason.self)], from: [CaseFile.kind, ErasedCount.kind],
        file: { file in
            file.closures.filter { $0.verdict == .approved && $0.decidedOn != nil }.map { closure in
                file.row(
                    closure.decidedOn?.description, counts: !closure.reason.code.isEmpty, once: closure.id.cast(), codes: ["reason": closure.reason.code])
            }
        })
}

extension CountedFile {
    /// A row of a measure that counts it: of the month in which it was opened, or of another time.
    func row(
        _ when: String? = nil, since: Day? = nil, counts: Bool = true, once: AnyID? = nil, codes: [String: String?]
    ) -> MeasureRow {
        MeasureRow(when: when ?? file.month, since: since, kind: CaseFile.kind, record: id, counts: counts, once: once, codes: codes)
    }
}
