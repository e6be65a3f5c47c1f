import Access
import Journal
import Storage

/// What stands below the words of a section.
package struct ReportContent: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let words = Self(code: "words")
    package static let logframe = Self(code: "logframe")
    package static let activities = Self(code: "activities")
    package static let budget = Self(code: "budget")
    package static let questions = Self(code: "questions")

    package static let list: [(Self, Phrase)] = [
        (.words, Phrase("Rien d’autre", en: "Nothing else")), (.logframe, Phrase("Le cadre logique", en: "The logframe")),
        (.activities, Phrase("Les activités du plan", en: "The plan’s activities")), (.budget, Phrase("L’utilisation du budget", en: "The use of the budget")),
        (
            .questions,
            Phrase("Rien d’autre ; chaque ligne est une décision demandée au comité", en: "Nothing else; each line is a decision asked of the committee")
        ),
    ]
}

/// A section that the contract's narrative report has, in its order. They come from the charter; the network changes them.
package struct ReportHeading: Record {
    package var id = ID<ReportHeading>()
    package var position = 0
    package var title = ""
    package var titleEnglish = ""
    package var content = ReportContent.words

    package init() {}

    package static let kind = "report_heading"
    package static let title = Phrase("Section du rapport", en: "Section of the report")
    package static let scope = ScopeForm.network

    package static let fields: [Field<Self>] = [
        .init("position", \.position, "Rang", en: "Position", hint: Phrase("1 pour la première.", en: "1 for the first."), required: true),
        .init("title", \.title, "Titre", en: "Title", required: true, limit: 120),
        .init("title_en", \.titleEnglish, "Titre en anglais", en: "Title in English", limit: 120),
        .init("content", \.content, "Sous le texte", en: "Below the text", required: true),
    ]

    package var titles: Phrase { Phrase(title, en: titleEnglish.isEmpty ? title : titleEnglish) }

    /// The sections of a narrative report to the European Union, where a charter names no others. Wherever they are made they are the same records.
    package static let usual: [ReportHeading] = [
        ("Description de l’action", "Description of the action", ReportContent.words),
        ("Résumé de la période", "Summary of the period", .words),
        ("Résultats et cadre logique", "Results and logical framework", .logframe),
        ("Activités réalisées et plan à jour", "Activities carried out and updated plan", .activities),
        ("Difficultés et mesures prises", "Difficulties and measures taken", .words),
        ("Partenaires et autres coopérations", "Partners and other cooperation", .words),
        ("Utilisation du budget", "Budget use", .budget),
        ("Visibilité et dérogations", "Visibility and derogations", .words),
        ("Décisions demandées au comité de pilotage", "Decisions asked of the steering committee", .questions),
        ("Annexes", "Annexes to the report", .words),
    ].enumerated().map { number, one in
        var heading = ReportHeading()
        heading.id = ID(high: 0x5C2E_E41A_6000_7000, low: 0x9100_0000_0000_0000 | UInt64(number + 1))
        (heading.position, heading.title, heading.titleEnglish, heading.content) = (number + 1, one.0, one.1, one.2)
        return heading
    }

    /// Those of this network: its own, or the usual ones while it has none.
    package static func current(_ connection: any Connection) throws -> [ReportHeading] {
        let own = try connection.all(ReportHeading.self, "ORDER BY position, id LIMIT 100").map(\.record)
        return own.isEmpty ? usual : own
    }
}

/// What was written in a section for a period; figures stand in it with their indicator and period.
package struct ReportText: Record {
    package var id = ID<ReportText>()
    package var heading: ID<ReportHeading>?
    package var period = ProjectPeriod.project
    package var text = ""

    package init() {}

    package static let kind = "report_text"
    package static let title = Phrase("Texte d’une section", en: "Text of a section")
    package static let scope = ScopeForm.network
    package static let indexes = [["period"]]

    package static let fields: [Field<Self>] = [
        .init("heading", \.heading, "Section", en: "Section", required: true, input: .hidden),
        .init("period", \.period, "Période", en: "Period", required: true, input: .hidden),
        .init(
            "text", \.text, "Texte", en: "Text",
            hint: Phrase(
                "Un code d’indicateur entre accolades, par exemple {R1.2}, devient son chiffre de la période. Ne nommez personne.",
                en: "An indicator’s code in braces, such as {R1.2}, becomes its figure of the period. Name nobody."), limit: 8000, input: .paragraph),
    ]

    /// Of one period, the text of each section; of several written apart, the first.
    package static func texts(of period: ProjectPeriod, _ connection: any Connection) throws -> [ID<ReportHeading>: Stored<ReportText>] {
        let all = try connection.all(ReportText.self, "WHERE period = ? ORDER BY id LIMIT 500", [period.value])
        return Dictionary(all.compactMap { one in one.record.heading.map { ($0, one) } }) { first, _ in first }
    }
}

/// The files of a report: what is read, its workbook, the pages for the steering committee.
package enum ReportFile: String, Sendable {
    case page, workbook, steering
}

/// A report as it was when it was frozen: its files, and by whom and when. It is never changed.
package struct FrozenReport: Record {
    package var id = ID<FrozenReport>()
    package var period = ProjectPeriod.project
    package var closing: ID<PeriodClosing>?
    package var by: ID<Account>?
    package var on: Day?
    /// SHA-256 of the page: what the report is known by.
    package var digest: Bytes?
    package var page: AttachedFile?
    package var workbook: AttachedFile?
    package var steering: AttachedFile?

    package init() {}

    package static let kind = "frozen_report"
    package static let title = Phrase("Rapport figé", en: "Frozen report")
    package static let scope = ScopeForm.network
    package static let indexes = [["period"]]

    package static let fields: [Field<Self>] = [
        .init("period", \.period, "Période", en: "Period", required: true, input: .hidden),
        .init("closing", \.closing, "Clôture", en: "Closing", required: true, input: .hidden),
        .init("by", \.by, "Figé par", en: "Frozen by", required: true, input: .reference(kind: "account")),
        .init("on", \.on, "Le", en: "On", required: true),
        .init("digest", \.digest, "Condensé", en: "Digest", required: true, input: .hidden),
        .init("page", \.page, "Rapport", en: "Report"),
        .init("workbook", \.workbook, "Classeur", en: "Workbook"),
        .init("steering", \.steering, "Pages du comité de pilotage", en: "Pages for the steering committee"),
    ]

    /// One of its files.
    package subscript(file: ReportFile) -> AttachedFile? {
        get {
            switch file {
            case .page: page
            case .workbook: workbook
            case .steering: steering
            }
        }
        set {
            switch file {
            case .page: page = newValue
            case .workbook: workbook = newValue
            case .steering: steering = newValue
            }
        }
    }

    /// The one of a period; of two frozen apart, the first.
    package static func of(_ period: ProjectPeriod, _ connection: any Connection) throws -> FrozenReport? {
        try connection.all(FrozenReport.self, "WHERE period = ? ORDER BY id LIMIT 1", [period.value]).first?.record
    }
}

extension AttachedFile {
    /// A file that the program itself made, in as many attachments as it takes.
    package static func made(_ bytes: [UInt8], _ type: FileType) -> (file: AttachedFile, attachments: [Attachment]) {
        let attachments = stride(from: 0, to: max(1, bytes.count), by: Attachment.limitBytes).map { start in
            Attachment(Array(bytes[start..<min(bytes.count, start + Attachment.limitBytes)]), about: nil)
        }
        return (AttachedFile(type, byteCount: bytes.count, pieces: attachments.map(\.digest)), attachments)
    }

    /// All its bytes; nil while they have not all come here.
    package func bytes(_ connection: any Connection) throws -> [UInt8]? {
        var all: [UInt8] = []
        for piece in pieces {
            guard let bytes = try connection.attachment(piece) else { return nil }
            all += bytes
        }
        return all
    }
}

extension ActName {
    package static let reportHeadingCreate = ActName("report-heading.create", "Section du rapport ajoutée", en: "Section of the report added", .reportEdit)
    package static let reportHeadingUpdate = ActName("report-heading.update", "Section du rapport modifiée", en: "Section of the report edited", .reportEdit)
    package static let reportHeadingRemove = ActName("report-heading.remove", "Section du rapport retirée", en: "Section of the report removed", .reportEdit)
    package static let reportWrite = ActName("report.write", "Section écrite", en: "Section written", .reportEdit)
    package static let reportRefresh = ActName("report.refresh", "Chiffres du rapport mis à jour", en: "Figures of the report brought up to date", .reportEdit)
    package static let reportFreeze = ActName("report.freeze", "Rapport figé", en: "Report frozen", .reportFreeze, signed: true, undo: false)
}

extension ResultsArea {
    static let reportKinds: [RecordKind] = [RecordKind(ReportHeading.self), RecordKind(ReportText.self), RecordKind(FrozenReport.self)]
    static let reportActs: [ActName] = [
        .reportHeadingCreate, .reportHeadingUpdate, .reportHeadingRemove, .reportWrite, .reportRefresh, .reportFreeze,
    ]
}
