import Access
import Accounts
import Journal
import Statistics
import Storage

/// How often each specific need stands in the case files of one month: what an organisation's own session counted, since the needs are sealed. The last
/// count of a month is the one that is told.
package struct NeedTotals: Record {
    package var id = ID<NeedTotals>()
    package var organization: ID<Organization>?
    /// The month in which the files were opened.
    package var month = ""
    /// By need and region, as a release has its cells (``CellText``).
    package var cells = ""
    package var on: Day?
    package var by: ID<Account>?

    package init() {}

    package static let kind = "need_totals"
    package static let title = Phrase("Besoins comptés", en: "Needs counted")
    package static let scope = ScopeForm.organization
    package static let indexes = [["organization", "month", "made"]]

    package static let fields: [Field<Self>] = [
        .init("organization", \.organization, "Organisation", en: "Organisation", input: .hidden),
        .init("month", \.month, "Mois d’ouverture", en: "Month of opening", required: true, input: .hidden),
        .init("cells", \.cells, "Nombres", en: "Numbers", limit: 1_000_000, input: .hidden),
        .init("on", \.on, "Comptés le", en: "Counted on", required: true, input: .hidden),
        .init("by", \.by, "Comptés par", en: "Counted by", required: true, input: .hidden),
    ]

    /// The last counts, a month each, of what is asked.
    package static func standing(_ question: MeasureQuestion, _ connection: any Connection) throws -> [NeedTotals] {
        let own = question.own()
        let all = try connection.all(
            NeedTotals.self, "WHERE \(own.sql) AND month BETWEEN ? AND ? ORDER BY made, id", own.values + [question.firstMonth, question.lastMonth])
        var last: [Tallies.Month: NeedTotals] = [:]
        for totals in all.map(\.record) { last[totals.ownedMonth] = totals }
        return last.values.sorted { ($0.month, $0.id) < ($1.month, $1.id) }
    }

    fileprivate var ownedMonth: Tallies.Month { Tallies.Month(owner: organization?.cast() ?? AnyID(high: 0, low: 0), month: month) }

    /// Whether the month was over when it was counted: before that, it is to be counted again.
    fileprivate var isOfWholeMonth: Bool { on.map { $0.isAfter(month) } ?? false }

    /// What was counted, by what it was counted as.
    var counts: [String: Int] { CellText.counts(cells) }

    fileprivate var rows: [MeasureRow] {
        counts.sorted { $0.key < $1.key }.map { key, count in
            MeasureRow(when: month, kind: Self.kind, record: id.cast(), amount: count, codes: MeasureRow.codes(key))
        }
    }
}

extension ProtectionMeasures {
    private static let specific = Dimension("specific", Phrase("Besoin spécifique", en: "Specific need"), SpecificNeed.self)

    /// Sealed, so that no query over the registers gives it: each organisation counts its own.
    package static let needs = Measure(
        "R2.2.a", Phrase("Besoins spécifiques des personnes repérées", en: "Specific needs of the people identified"),
        definition: Phrase(
            "Besoins notés dans les dossiers des personnes repérées, par mois d’ouverture, chacun une fois par dossier. Ils sont scellés : chaque organisation compte les siens, mois par mois. Un mois dont un dossier a été effacé garde au moins son dernier compte.",
            en:
                "Needs noted in the case files of the people identified, by month of opening, each once in a file. They are sealed: each organisation counts its own, month by month. A month of which a file was erased keeps its last count at least."
        ),
        unit: Phrase("besoins", en: "needs"), .sum, by: [specific, region], from: [NeedTotals.kind],
        .toldBySessions(
            { question, connection in
                try NeedTotals.standing(question, connection).flatMap(\.rows).filter { question.only == nil || question.only == $0.record }
            },
            awaited: { question, connection in
                let counted = try Set(NeedTotals.standing(question, connection).filter(\.isOfWholeMonth).map(\.ownedMonth))
                return try connection.tallyMonths(of: documentedConsent.code, owner: question.organization).subtracting(counted).filter {
                    question.isIn($0.month) && question.today.isAfter($0.month)
                }
            }))
}

/// The needs in the case files that count for R2.2, as the keys of one session open them.
package struct NeedCount: Sendable {
    private var cells: [String: [String: Int]] = [:]
    /// Every file that was read.
    package private(set) var files: [AnyID] = []
    /// How many of them these keys do not open.
    package private(set) var closed = 0
    private let organization: ID<Organization>
    private let months: Set<String>

    /// So many files are opened at once.
    private static let portion = 500

    /// Needs all tallies of the organisation to be settled, but for a few.
    package init(of organization: ID<Organization>, by ring: Keyring, on today: Day, _ connection: any Connection) throws {
        self.organization = organization
        let question = MeasureQuestion(organization: organization.cast(), days: MeasureQuestion.always, today: today)
        var found: [AnyID: (month: String, region: String?)] = [:]
        for row in try ProtectionMeasures.identified.measure.rows(question, connection) where row.kind == CaseFile.kind {
            found[row.record] = (row.when, row.codes["region"])
        }
        files = found.keys.sorted()
        months = try Set(connection.tallyMonths(of: ProtectionMeasures.documentedConsent.code, owner: organization.cast()).map(\.month))
        for start in stride(from: 0, to: files.count, by: Self.portion) {
            try count(files[start..<min(start + Self.portion, files.count)].map { ($0, found[$0]!) }, ring, connection)
        }
    }

    private mutating func count(_ files: [(id: AnyID, of: (month: String, region: String?))], _ ring: Keyring, _ connection: any Connection) throws {
        let keys = try ring.dataKeys(of: files.map(\.id), connection)
        var noted: [AnyID: [Need]] = [:]
        for list in connection.lists(of: files.map(\.id.value)) {
            for need in try connection.all(Need.self, "WHERE case_file IN \(list.places) ORDER BY id", list.values).map(\.record) {
                if let file = need.caseFile { noted[file.cast(), default: []].append(need) }
            }
        }
        for (id, (month, region)) in files {
            let needs = (noted[id] ?? []).map { $0.opened(with: keys[id] ?? [], only: ["need"]) }
            if needs.contains(where: { $0 == nil }) { closed += 1 }
            for code in Set(needs.compactMap { $0?[\.need]?.code }) {
                let codes = [("specific", code)] + (region.map { [("region", $0)] } ?? [])
                cells[month, default: [:]][Cell(codes.map { (name: $0.0, code: $0.1) }).key, default: 0] += 1
            }
        }
    }

    /// Writes the totals of each month that has none yet, or others now; a month of which a file was erased never comes to less than it did.
    package func write(by account: ID<Account>, in act: Act, on today: Day) throws {
        let question = MeasureQuestion(organization: organization.cast(), days: MeasureQuestion.always, today: today)
        let last = try Dictionary(uniqueKeysWithValues: NeedTotals.standing(question, act.connection).map { ($0.month, $0) })
        let erased = try Set(
            act.connection.rows("SELECT DISTINCT month FROM erased_case WHERE organization = ?", [organization.value]) { try $0.text(0) })
        for month in months.union(last.keys).sorted() {
            var now = cells[month] ?? [:]
            if erased.contains(month) { now.merge(last[month]?.counts ?? [:], uniquingKeysWith: max) }
            if let last = last[month], last.counts == now, last.isOfWholeMonth || !today.isAfter(month) { continue }
            var totals = NeedTotals()
            (totals.month, totals.on, totals.by) = (month, today, account)
            totals.cells = CellText.text(now)
            try act.make(totals)
        }
    }
}

extension Day {
    /// Whether a month was over before it.
    fileprivate func isAfter(_ month: String) -> Bool { description.prefix(7) > month }
}

extension ActName {
    package static let needsCount = ActName("needs.count", "Besoins comptés", en: "Needs counted", .caseAssign, signed: true, undo: false)
    package static let needsOpen = ActName("needs.open", "Besoins lus pour les compter", en: "Needs read to count them", .caseAssign, undo: false)
}
