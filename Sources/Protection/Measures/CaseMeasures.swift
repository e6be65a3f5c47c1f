import Access
import Accounts
import Journal
import Statistics
import Storage

/// Some of an organisation's case files, and whose persons agreed to be counted.
struct CountedCases {
    let files: [CaseFile]
    /// What selects them, as a condition on `case_file`.
    private let select: (sql: String, values: [Value])
    private let own: (sql: String, values: [Value])
    private let connection: any Connection

    /// The files that a condition chooses; where `consent` is asked, those alone whose person agrees to statistics now.
    init(_ question: MeasureQuestion, where condition: String, _ values: [Value], agreed: Bool = true, _ connection: any Connection) throws {
        self.connection = connection
        own = question.own()
        let (chosen, part) = (question.chosen(), question.ofSubject("id"))
        select = ("SELECT id FROM case_file WHERE \(chosen.sql) AND \(condition)\(part.sql)", chosen.values + values + part.values)
        let all = try connection.allUnsealed(CaseFile.self, "WHERE id IN (\(select.sql)) ORDER BY month, id", select.values).map(\.record)
        guard agreed else {
            files = all
            return
        }
        let consents = try Self.grouped(Consent.self, select, connection)
        let withdrawals = try Self.grouped(ConsentWithdrawal.self, select, connection)
        files = all.filter { file in
            let state = ConsentState(
                consents: (consents[file.id] ?? []).map { ($0.versions.making, Opened($0.record)) },
                withdrawals: (withdrawals[file.id] ?? []).map { ($0.versions.making, Opened($0.record)) })
            return state.allows("statistics")
        }
    }

    /// The records of a kind that belong to these files, by file, without what is sealed in them.
    func all<R: CaseRecord>(_: R.Type) throws -> [ID<CaseFile>: [Stored<R>]] { try Self.grouped(R.self, select, connection) }

    /// The same as they are: whether a sealed field is blank may be counted, too.
    func allWithSealed<R: CaseRecord>(_: R.Type) throws -> [ID<CaseFile>: [Stored<R>]] {
        Self.byFile(try connection.all(R.self, Self.ofFiles(select.sql), select.values))
    }

    private static func grouped<R: CaseRecord>(
        _: R.Type, _ select: (sql: String, values: [Value]), _ connection: any Connection
    ) throws -> [ID<CaseFile>: [Stored<R>]] {
        byFile(try connection.allUnsealed(R.self, ofFiles(select.sql), select.values))
    }

    private static func ofFiles(_ select: String) -> String { "WHERE case_file IN (\(select)) ORDER BY id" }

    private static func byFile<R: CaseRecord>(_ all: [Stored<R>]) -> [ID<CaseFile>: [Stored<R>]] {
        Dictionary(grouping: all.filter { $0.record.caseFile != nil }) { $0.record.caseFile! }
    }

    /// The links between these files and others, of those that were not ended.
    private func joins() throws -> [CaseJoin] {
        try connection.all(
            CaseJoin.self, "WHERE ended_on IS NULL AND (case_file IN (\(select.sql)) OR other_file IN (\(select.sql)))", select.values + select.values
        ).map(\.record)
    }

    /// The same, of those of which neither file is gone.
    func standingJoins() throws -> [CaseJoin] {
        try joins().filter { join in
            try [join.caseFile, join.otherFile].allSatisfy { file in try file.map { try connection.find(CaseFile.self, $0) != nil } ?? false }
        }
    }

    /// Which one stands for each file that is joined to another: the same for all that are of one person.
    func leaders() throws -> (ID<CaseFile>) -> ID<CaseFile> {
        var leader: [ID<CaseFile>: ID<CaseFile>] = [:]
        func find(_ file: ID<CaseFile>) -> ID<CaseFile> { leader[file].map { $0 == file ? file : find($0) } ?? file }
        // All that are open, and not those of these files alone: two of them may be joined through others.
        let joins = try connection.all(CaseJoin.self, "WHERE ended_on IS NULL AND \(own.sql) ORDER BY id", own.values)
        for join in joins.map(\.record) {
            guard let one = join.caseFile, let other = join.otherFile else { continue }
            let (a, b) = (find(one), find(other))
            leader[max(a, b)] = min(a, b)
        }
        let ends = leader
        return { file in
            var file = file
            while let next = ends[file], next != file { file = next }
            return file
        }
    }
}

extension ProtectionMeasures {
    static let identified = Measure(
        "R2.2", Phrase("Personnes vulnérables repérées", en: "Vulnerable people identified"),
        definition: Phrase(
            "Personnes des dossiers dont le repérage a trouvé au moins un facteur de risque, par mois d’ouverture. Deux dossiers joints comptent la personne une fois. Qui refuse d’être compté ne l’est pas.",
            en:
                "People of the case files whose screening found a risk factor at least, by month of opening. Two joined files count the person once. Who refuses to be counted is not."
        ),
        unit: person, .sum, by: [sex, age, origin, region, situation], from: [CaseFile.kind]
    ) { question, connection in
        let cases = try CountedCases(question, where: "month BETWEEN ? AND ?", [question.firstMonth, question.lastMonth], connection)
        let screenings = try cases.allWithSealed(Screening.self)
        let people = try cases.all(CasePerson.self)
        let leader = try cases.leaders()
        // Whom a joined file counts is not counted again by the one that is erased.
        var heads = question.subject == nil ? [] : Set(try cases.standingJoins().compactMap(\.caseFile).map(leader))
        var rows: [MeasureRow] = []
        for file in cases.files where screenings[file.id]?.contains(where: { $0.record.foundRisk }) == true {
            for person in (people[file.id] ?? []).map(\.record) where !person.isHead || heads.insert(leader(file.id)).inserted {
                rows.append(
                    MeasureRow(
                        when: file.month, kind: CaseFile.kind, record: file.id.cast(),
                        codes: [
                            "sex": person.sex?.code, "age": person.ageBand?.code, "origin": person.origin?.code, "region": file.region?.code,
                            "situation": file.situation?.code,
                        ]))
            }
        }
        return rows
    }

    static let assessedInTime = Measure(
        "R2.3", Phrase("Personnes évaluées dans le délai", en: "People assessed in time"),
        definition: Phrase(
            "Part des dossiers à évaluer dans la période qui l’ont été avant l’échéance de leur niveau de risque. Sans date, le dossier compte hors délai.",
            en:
                "Share of the case files due for assessment in the period that were assessed by the date of their level of risk. Without a date, the file counts as late."
        ),
        unit: file, .share, by: [risk, region], from: [CaseFile.kind]
    ) { question, connection in
        let cases = try CountedCases(question, where: "assess_by BETWEEN ? AND ?", [question.first, question.last], connection)
        return cases.files.compactMap { file in
            guard let due = file.assessBy, file.assessedOn != nil || due < question.today else { return nil }
            return MeasureRow(
                when: due.description, kind: CaseFile.kind, record: file.id.cast(), counts: file.assessedOn.map { $0 <= due } ?? false,
                codes: ["risk": file.risk?.code, "region": file.region?.code])
        }
    }

    static let documentedConsent = Measure(
        "R2.7", Phrase("Dossiers au consentement documenté", en: "Case files with documented consent"),
        definition: Phrase(
            "Part des dossiers ouverts où il est noté que la personne accepte que le dossier soit gardé.",
            en: "Share of the case files opened where it is noted that the person agrees to the file being kept."),
        unit: file, .share, by: [region], from: [CaseFile.kind]
    ) { question, connection in
        let cases = try CountedCases(question, where: "month BETWEEN ? AND ?", [question.firstMonth, question.lastMonth], agreed: false, connection)
        let consents = try cases.all(Consent.self)
        return cases.files.map { file in
            MeasureRow(
                when: file.month, kind: CaseFile.kind, record: file.id.cast(), counts: consents[file.id]?.contains { $0.record.registered == .yes } ?? false,
                codes: ["region": file.region?.code])
        }
    }

    static let legallyHelped = Measure(
        "R2.8", Phrase("Personnes qui ont reçu une aide juridique", en: "People who received legal help"),
        definition: Phrase(
            "Dossiers où une aide juridique a été donnée, chacun une fois. Les trois niveaux ne s’additionnent pas : une personne peut être dans plusieurs.",
            en: "Case files where legal help was given, each once. The three levels are not added up: one person may be in several."),
        unit: person, .distinct, by: [Dimension("legal", Phrase("Niveau d’aide", en: "Level of help"), LegalHelp.self), sex, age, region], from: [CaseFile.kind]
    ) { question, connection in
        let cases = try CountedCases(
            question,
            where: """
                EXISTS (SELECT 1 FROM service_given WHERE service_given.case_file = case_file.id AND legal_help IS NOT NULL \
                AND service_given.month BETWEEN ? AND ?)
                """, [question.firstMonth, question.lastMonth], connection)
        let services = try cases.all(ServiceGiven.self)
        let people = try cases.all(CasePerson.self)
        let leader = try cases.leaders()
        let months = question.days.lowerBound.description.prefix(7)...question.days.upperBound.description.prefix(7)
        return cases.files.flatMap { file in
            let head = people[file.id]?.first { $0.record.isHead }?.record
            return (services[file.id] ?? []).map(\.record).filter { $0.legalHelp != nil && months.contains($0.month[...]) }.map { service in
                MeasureRow(
                    when: service.month, kind: CaseFile.kind, record: file.id.cast(), once: leader(file.id).cast(),
                    codes: ["legal": service.legalHelp?.code, "sex": head?.sex?.code, "age": head?.ageBand?.code, "region": file.region?.code])
            }
        }
    }

    static let complete = Measure(
        "P.3", Phrase("Fiches complètes", en: "Complete records"),
        definition: Phrase(
            "Part des fiches où rien de ce qui est attendu ne manque : d’un dossier, le consentement, le repérage, la région, et de la personne le sexe, l’âge et l’origine ; d’une séance, le lieu, les thèmes, les langues et le nombre de personnes.",
            en:
                "Share of the records where nothing expected is missing: of a case file, consent, screening, region, and the person’s sex, age and origin; of a session, place, topics, languages and the number of people."
        ),
        unit: Phrase("fiches", en: "records"), .share, by: [Dimension("register", Phrase("Registre", en: "Register"), codes: registers), region],
        from: [CaseFile.kind, InformationSession.kind]
    ) { question, connection in
        let cases = try CountedCases(question, where: "month BETWEEN ? AND ?", [question.firstMonth, question.lastMonth], agreed: false, connection)
        let consents = try cases.all(Consent.self)
        let screenings = try cases.all(Screening.self)
        let people = try cases.all(CasePerson.self)
        let files = cases.files.map { file in
            let head = people[file.id]?.first { $0.record.isHead }?.record
            let isWhole =
                consents[file.id] != nil && screenings[file.id] != nil && file.region != nil && head?.sex != nil && head?.ageBand != nil && head?.origin != nil
            return MeasureRow(
                when: file.month, kind: CaseFile.kind, record: file.id.cast(), counts: isWhole, codes: ["register": CaseFile.kind, "region": file.region?.code])
        }
        let sessions = try connection.all(
            InformationSession.self, "WHERE \(question.chosen().sql) AND day BETWEEN ? AND ? ORDER BY day, id",
            question.chosen().values + [question.first, question.last])
        return files
            + sessions.map(\.record).map { session in
                let isWhole = session.place != nil && !session.topics.elements.isEmpty && !session.languages.elements.isEmpty && session.people.total > 0
                return MeasureRow(
                    when: session.on?.description ?? "", kind: InformationSession.kind, record: session.id.cast(), counts: isWhole,
                    codes: ["register": InformationSession.kind, "region": session.place?.region?.code])
            }
    }

    private static let registers = [(code: CaseFile.kind, label: CaseFile.title), (code: InformationSession.kind, label: InformationSession.title)]

    static let closedWithReason = Measure(
        "R2.12", Phrase("Dossiers clos avec un motif", en: "Case files closed with a reason"),
        definition: Phrase("Part des clôtures approuvées dont le motif est noté.", en: "Share of the approved closures whose reason is noted."),
        unit: file, .share, by: [Dimension("reason", Phrase("Motif", en: "Reason"), ClosureReason.self)], from: [CaseFile.kind]
    ) { question, connection in
        let (chosen, part) = (question.chosen(id: "case_file"), question.ofSubject("case_file"))
        return try connection.all(
            CaseClosure.self, "WHERE \(chosen.sql) AND verdict = ? AND decided_on BETWEEN ? AND ?\(part.sql) ORDER BY decided_on, id",
            chosen.values + [ClosureVerdict.approved.value, question.first, question.last] + part.values
        ).map(\.record).map { closure in
            MeasureRow(
                when: closure.decidedOn?.description ?? "", kind: CaseFile.kind, record: closure.caseFile?.cast() ?? closure.id.cast(),
                counts: !closure.reason.code.isEmpty, once: closure.id.cast(), codes: ["reason": closure.reason.code])
        }
    }
}

extension MeasureQuestion {
    /// What a condition says beside, where one subject alone is asked for.
    func ofSubject(_ column: String) -> (sql: String, values: [Value]) { subject.map { (" AND \(column) = ?", [$0.value]) } ?? ("", []) }
}

extension Screening {
    /// Whether it found a factor of risk, without telling which: a field where nothing was ticked holds nothing.
    var foundRisk: Bool { individual != nil || family != nil || community != nil || structural != nil }
}
